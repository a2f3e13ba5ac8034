package dev.writelane.transactor;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** The driver's sockets, by its setting socketFactory. They hold back what one thread sends, as a network or a stalled thread would. */
public final class HeldSockets extends SocketFactory {
    private static final AtomicInteger CLOSED = new AtomicInteger();

    private static volatile Hold hold = new Hold(null);

    /** Of the next thing that a thread sends. */
    record Hold(Thread sender, CountDownLatch arrived, CountDownLatch released) {
        Hold(Thread sender) {
            this(sender, new CountDownLatch(1), new CountDownLatch(1));
        }

        private void pass() throws IOException {
            if (Thread.currentThread() == sender) {
                arrived.countDown();
                try {
                    if (!released.await(TransactorContract.SECONDS, SECONDS)) {
                        throw new IOException("never released");
                    }
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
            }
        }
    }

    /** From now on what this thread sends waits for {@link Hold#released}. */
    static Hold holdThisThread() {
        return hold = new Hold(Thread.currentThread());
    }

    /** How many have been closed so far. */
    static int closed() {
        return CLOSED.get();
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return new FilterOutputStream(super.getOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        hold.pass();
                        out.write(bytes, from, length);
                    }
                };
            }

            @Override
            public synchronized void close() throws IOException {
                super.close();
                CLOSED.incrementAndGet();
            }
        };
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
