package dev.reactivetoken.benchmarks.harness;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyInbound;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * A reverse proxy as one writes it by hand: requests, responses and their bodies pass, hop-by-hop headers do not.
 * The floor of the sidecar, with the same protocols, pools, threads and time limits; without token and
 * meters.
 */
public final class BareProxy implements AutoCloseable {

    private static final List<CharSequence> HOP_BY_HOP = List.of(
            HttpHeaderNames.CONNECTION,
            "keep-alive",
            HttpHeaderNames.TE,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LoopResources loops = LoopResources.create("bare-proxy", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
    private final ConnectionProvider pool = ConnectionProvider.builder("bare-proxy")
            .maxConnections(1_000)
            .pendingAcquireMaxCount(-1)
            .maxIdleTime(Duration.ofSeconds(4))
            .lifo()
            .build();
    private final String host;
    private final HttpClient client;
    private final DisposableServer server;

    /** @param nativeTransport whether epoll is used where it can be */
    public BareProxy(URI upstream, boolean nativeTransport) {
        this.host = upstream.getAuthority();
        this.client = HttpClient.create(pool)
                .runOn(loops, nativeTransport)
                .responseTimeout(LIMIT)
                .remoteAddress(() -> InetSocketAddress.createUnresolved(upstream.getHost(), upstream.getPort()));
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .runOn(loops, nativeTransport)
                .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
                .idleTimeout(LIMIT)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .handle(this::forward)
                .bindNow();
    }

    public int port() {
        return server.port();
    }

    private Publisher<Void> forward(HttpServerRequest request, HttpServerResponse response) {
        HttpHeaders received = request.requestHeaders();
        boolean hasBody = received.contains(HttpHeaderNames.TRANSFER_ENCODING)
                || received.contains(HttpHeaderNames.CONTENT_LENGTH);
        return client.request(request.method())
                .uri(request.uri())
                .send((out, outbound) -> {
                    copy(received, out.requestHeaders().clear());
                    out.requestHeaders().set(HttpHeaderNames.HOST, host);
                    return hasBody ? outbound.sendObject(bytes(request)) : outbound;
                })
                .responseConnection((answer, connection) -> {
                    response.status(answer.status());
                    copy(answer.responseHeaders(), response.responseHeaders().clear());
                    if (!answer.responseHeaders().contains(HttpHeaderNames.CONTENT_LENGTH)) {
                        response.header(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
                    }
                    return response.sendObject(bytes(connection.inbound())).then();
                });
    }

    private static void copy(HttpHeaders from, HttpHeaders to) {
        to.set(from);
        HOP_BY_HOP.forEach(to::remove);
    }

    private static Flux<ByteBuf> bytes(NettyInbound inbound) {
        return inbound.receiveObject()
                .map(part -> (part instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) part).retain());
    }

    @Override
    public void close() {
        server.disposeNow();
        Mono.when(pool.disposeLater(), loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)))
                .block();
    }
}
