package dev.reactivetoken.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** An upstream that knows sockets only. */
final class RawUpstream implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    private RawUpstream(String answer) throws IOException {
        Thread thread = new Thread(() -> serve(answer), "raw-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers each connection's first request with these characters and hangs up. */
    static URI answering(Fixture fixture, String answer) throws IOException {
        RawUpstream upstream = new RawUpstream(answer);
        fixture.closeAtEnd(upstream);
        return URI.create("http://127.0.0.1:" + upstream.listener.getLocalPort());
    }

    /** A port at which nobody listens. */
    static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void serve(String answer) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                Fixture.readUntil(socket.getInputStream(), "\r\n\r\n");
                Fixture.write(socket, answer);
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
