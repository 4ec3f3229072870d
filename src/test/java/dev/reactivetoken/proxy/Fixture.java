package dev.reactivetoken.proxy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.token.AccessToken;
import io.netty.channel.ChannelOption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Hand-written upstreams, proxies in front of them, and clients that see every byte. */
final class Fixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String TOKEN = "Bearer t";

    private final List<DisposableServer> upstreams = new ArrayList<>();
    private final List<BearerProxy> proxies = new ArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();

    void closeAtEnd(AutoCloseable other) {
        others.add(other);
    }

    URI upstream(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> handler) {
        return upstream(server -> server.handle(handler));
    }

    URI upstream(UnaryOperator<HttpServer> change) {
        DisposableServer server =
                change.apply(HttpServer.create().host("127.0.0.1")).bindNow(PATIENCE);
        upstreams.add(server);
        return URI.create("http://127.0.0.1:" + server.port());
    }

    int lastUpstreamPort() {
        return upstreams.get(upstreams.size() - 1).port();
    }

    BearerProxy proxy(URI upstream) {
        return proxy(upstream, options -> options);
    }

    BearerProxy proxy(URI upstream, UnaryOperator<BearerProxyBuilder> change) {
        return proxy(upstream, ReactiveTokenSource.fixed(AccessToken.bearer("t", Duration.ofHours(1))), change);
    }

    BearerProxy proxy(URI upstream, ReactiveTokenSource tokens, UnaryOperator<BearerProxyBuilder> change) {
        BearerProxy proxy = change.apply(BearerProxy.builder(upstream, tokens).drain(Duration.ZERO))
                .start();
        proxies.add(proxy);
        return proxy;
    }

    static URI uri(BearerProxy proxy, String path) {
        return URI.create("http://127.0.0.1:" + proxy.port() + path);
    }

    /** Whether every request ends. */
    boolean idle(BearerProxy proxy) {
        return Boolean.TRUE.equals(Flux.interval(Duration.ofMillis(10))
                .map(tick -> proxy.inFlight() == 0)
                .filter(idle -> idle)
                .blockFirst(PATIENCE));
    }

    /** The end of a response that breaks off. */
    static Mono<Void> breakOff(HttpServerResponse response) {
        return Mono.defer(() -> {
            response.withConnection(connection -> {
                connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
                connection.channel().close();
            });
            return Mono.never();
        });
    }

    /** Sends these characters and reads until the connection ends, for which the request has to ask. */
    static String raw(BearerProxy proxy, String request) throws IOException {
        try (Socket socket = connect(proxy)) {
            write(socket, request);
            return readToEnd(socket.getInputStream());
        }
    }

    static Socket connect(BearerProxy proxy) throws IOException {
        Socket socket = new Socket("127.0.0.1", proxy.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    static String readToEnd(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The characters up to and including this text. */
    static String readUntil(InputStream in, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after " + read);
            }
            read.append((char) b);
        }
        return read.toString();
    }

    @Override
    public void close() {
        proxies.forEach(proxy -> proxy.stop().block(PATIENCE));
        upstreams.forEach(server -> server.disposeNow(PATIENCE));
        others.forEach(other -> {
            try {
                other.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }
}
