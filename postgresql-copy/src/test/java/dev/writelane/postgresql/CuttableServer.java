package dev.writelane.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands between a client and the server, and cuts the line when it is told, or when it sees a word on its way. */
final class CuttableServer implements AutoCloseable {
    /** When a line is cut by itself. */
    enum Cut {
        NEVER,
        BEFORE_COMMIT_ARRIVES,
        AFTER_COMMIT_HAS_ARRIVED
    }

    private final ServerSocket entrance;
    private final Cut cut;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    CuttableServer(Cut cut) throws IOException {
        this.cut = cut;
        this.entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cuttable");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same database by way of this. */
    String url(String direct) {
        return direct.replace(":" + Server.port() + "/", ":" + entrance.getLocalPort() + "/");
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket server = new Socket("localhost", Server.port());
                sockets.add(client);
                sockets.add(server);
                start(() -> forward(client, server, cut));
                start(() -> forward(server, client, Cut.NEVER));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void forward(Socket from, Socket to, Cut when) {
        byte[] bytes = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                boolean commit =
                        when != Cut.NEVER && new String(bytes, 0, n, StandardCharsets.ISO_8859_1).contains("COMMIT");
                if (commit && when == Cut.BEFORE_COMMIT_ARRIVES) {
                    return;
                }
                if (commit) {
                    from.close(); // before the server hears of it, so that no answer can pass
                }
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException cutOff) {
            // Both ends are closed now.
        }
    }

    /** Cuts whatever goes through it. */
    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException alreadyClosed) {
                // It is what was wanted.
            }
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
