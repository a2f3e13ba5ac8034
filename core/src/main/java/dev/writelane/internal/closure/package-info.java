/** Work given as a closure: on the caller's thread, or on threads of the kit through a future. */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.closure;
