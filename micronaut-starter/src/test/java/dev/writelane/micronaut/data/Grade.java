package dev.writelane.micronaut.data;

enum Grade {
    LOW,
    HIGH
}
