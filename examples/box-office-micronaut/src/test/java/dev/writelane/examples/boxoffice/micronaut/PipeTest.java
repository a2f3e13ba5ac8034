package dev.writelane.examples.boxoffice.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PipeTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);

        try (InputStream in = Pipe.from(
                out -> {
                    out.write(7);
                    out.write(bytes);
                },
                executor)) {
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.readAllBytes()).isEqualTo(bytes);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aFailureOfTheWriterIsNoEndOfTheFile() throws IOException {
        try (InputStream in = Pipe.from(
                out -> {
                    out.write(new byte[10]);
                    throw new IllegalStateException("disk gone");
                },
                executor)) {
            assertThat(in.readNBytes(10)).hasSize(10);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("disk gone");
        }
    }

    @Test
    void aReaderWhoLeavesEndsTheWriter() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        InputStream in = Pipe.from(
                out -> {
                    try {
                        while (true) {
                            out.write(new byte[1000]);
                        }
                    } catch (IOException e) {
                        end.complete(e);
                        throw e;
                    }
                },
                executor);
        in.read();
        in.close();

        assertThat(end.get()).hasMessageContaining("nobody reads");
    }
}
