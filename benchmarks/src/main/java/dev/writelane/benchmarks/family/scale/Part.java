package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.family.Stage;

/** One thing that grows. */
interface Part {
    void run(Stage stage, Findings findings) throws Exception;
}
