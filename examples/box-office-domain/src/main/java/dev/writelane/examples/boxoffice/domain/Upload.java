package dev.writelane.examples.boxoffice.domain;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An uploaded file, kept on disk until it is read: a transaction that waited for a slow client would keep all others
 * from selling.
 */
public final class Upload implements Closeable {

    private final Path file;

    private Upload(Path file) {
        this.file = file;
    }

    /** Reads all of the body. */
    public static Upload of(InputStream body) throws IOException {
        Upload upload = new Upload(Files.createTempFile("box-office-import", ".csv"));
        try {
            Files.copy(body, upload.file, StandardCopyOption.REPLACE_EXISTING);
            return upload;
        } catch (IOException | RuntimeException e) {
            upload.close();
            throw e;
        }
    }

    /** With a decoder that reports what is not UTF-8, where InputStreamReader would replace it. */
    public BufferedReader open() throws IOException {
        return Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        Files.delete(file);
    }
}
