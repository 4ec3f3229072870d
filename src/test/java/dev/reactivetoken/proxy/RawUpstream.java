package dev.reactivetoken.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** An upstream over plain sockets. */
final class RawUpstream implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private RawUpstream(String answer, boolean keep) throws IOException {
        Thread thread = new Thread(() -> serve(answer, keep), "raw-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Responds to each connection's first request with these characters and closes it. */
    static URI answering(Fixture fixture, String answer) throws IOException {
        return answering(fixture, answer, false);
    }

    private static URI answering(Fixture fixture, String answer, boolean keep) throws IOException {
        RawUpstream upstream = new RawUpstream(answer, keep);
        fixture.closeAtEnd(upstream);
        return URI.create("http://127.0.0.1:" + upstream.listener.getLocalPort());
    }

    /** Responds to each connection's first request and closes it at the second one. */
    static URI closingKeptConnections(Fixture fixture) throws IOException {
        return answering(fixture, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", true);
    }

    /** A port without a listener. */
    static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void serve(String answer, boolean keep) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                Fixture.readUntil(socket.getInputStream(), "\r\n\r\n");
                Fixture.write(socket, answer);
                if (keep) {
                    Fixture.readUntil(socket.getInputStream(), "\r\n\r\n");
                }
            } catch (IOException ended) {
                // the next one
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
