package dev.reactivetoken.endpoint;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A server that knows sockets only: it answers the n-th request, over whatever connection, by its n-th script. */
final class RawServer implements Closeable {

    /** One request as it came. */
    record Received(int connection, String head, String body) {
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Answers one request; the connection stays open unless it closes it. */
    interface Script {
        void play(Socket socket) throws Exception;
    }

    private final ServerSocket listener;
    private final String scheme;
    private final String greeting;
    private final List<Script> scripts;
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch anyClosedByClient = new CountDownLatch(1);
    final BlockingQueue<Received> requests = new LinkedBlockingQueue<>();

    private RawServer(ServerSocketFactory factory, String scheme, String greeting, List<Script> scripts) {
        try {
            listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scheme = scheme;
        this.greeting = greeting;
        this.scripts = scripts;
        daemon(this::accept);
    }

    /** The last script is played for every further request. */
    static RawServer playing(Script... scripts) {
        return new RawServer(ServerSocketFactory.getDefault(), "http", "", List.of(scripts));
    }

    static RawServer over(ServerSocketFactory tls, Script... scripts) {
        return new RawServer(tls, "https", "", List.of(scripts));
    }

    /** Speaks first, and answers nothing. */
    static RawServer greeting(String words) {
        return new RawServer(ServerSocketFactory.getDefault(), "http", words, List.of(hanging()));
    }

    static Script text(String raw) {
        return socket -> write(socket, raw);
    }

    static Script json(int status, String body) {
        return text(http(status, "Content-Type: application/json\r\n", body));
    }

    static Script html(int status, String headers) {
        return text(http(status, "Content-Type: text/html\r\n" + headers, "<html><body>Sorry</body></html>"));
    }

    static Script closing() {
        return Socket::close;
    }

    static Script resetting() {
        return socket -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
    }

    static Script hanging() {
        return socket -> {};
    }

    static String http(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Whatever\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    static void write(Socket socket, String raw) throws IOException {
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    URI uri() {
        return uri("localhost");
    }

    URI uri(String host) {
        return URI.create(scheme + "://" + host + ":" + listener.getLocalPort() + "/token");
    }

    int connections() {
        return connections.get();
    }

    Received next() {
        try {
            Received received = requests.poll(10, TimeUnit.SECONDS);
            if (received == null) {
                throw new AssertionError("no request came");
            }
            return received;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether the client closed a connection, waiting for it. */
    boolean sawClientClose() throws InterruptedException {
        return anyClosedByClient.await(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                int number = connections.incrementAndGet();
                daemon(() -> serve(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            answerAll(socket, number);
        } catch (Exception e) {
            // the connection is over
        }
    }

    private void answerAll(Socket socket, int number) throws Exception {
        try {
            write(socket, greeting);
            while (true) {
                requests.add(read(socket.getInputStream(), number));
                scripts.get(Math.min(answered.getAndIncrement(), scripts.size() - 1))
                        .play(socket);
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                anyClosedByClient.countDown();
            }
            throw e;
        }
    }

    private static Received read(InputStream in, int connection) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
        }
        Received bare = new Received(connection, head.toString(StandardCharsets.ISO_8859_1), "");
        String length = bare.header("content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Received(connection, bare.head(), new String(body, StandardCharsets.ISO_8859_1));
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }
}
