package dev.writelane.examples.boxoffice.micronaut;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An InputStream of what another thread writes, one chunk ahead at most.
 *
 * <p>Micronaut streams an InputStream as fast as the client reads, but collects whatever is written to an OutputStream.
 * {@link java.io.PipedInputStream} would not do: it passes a failure of the writer on as the end of the file.
 */
final class Pipe extends InputStream {

    /** What writes; a failure of it becomes the reader's. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    private static final byte[] NOTHING = {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by lock.
    private byte @Nullable [] chunk;
    private boolean complete;
    private boolean closed;
    private @Nullable Throwable failure;

    // The reader's own.
    private byte[] current = NOTHING;
    private int position;

    private Pipe() {}

    /** Starts the source on one of the executor's threads. */
    static InputStream from(Source source, ExecutorService executor) {
        Pipe pipe = new Pipe();
        executor.execute(() -> pipe.run(source));
        return pipe;
    }

    private void run(Source source) {
        Throwable thrown = null;
        try {
            source.writeTo(new Sink());
        } catch (IOException | RuntimeException | Error e) {
            thrown = e;
        }
        lock.lock();
        try {
            failure = thrown;
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? current[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    /** Whoever writes is told with its next chunk. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean fill() throws IOException {
        if (position < current.length) {
            return true;
        }
        lock.lock();
        try {
            while (chunk == null && !complete && !closed) {
                await();
            }
            if (closed) {
                throw new IOException("the stream is closed");
            }
            if (chunk == null) {
                if (failure != null) {
                    throw new IOException("the stream was cut off: " + failure.getMessage(), failure);
                }
                return false;
            }
            current = chunk;
            position = 0;
            chunk = null;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void await() throws InterruptedIOException {
        try {
            changed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the other side of the stream was awaited");
        }
    }

    /** The end that is written to; unbuffered, each write is one chunk. */
    private final class Sink extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return;
            }
            byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
            lock.lock();
            try {
                while (chunk != null && !closed) {
                    await();
                }
                if (closed) {
                    throw new IOException("nobody reads the stream any more");
                }
                chunk = copy;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
