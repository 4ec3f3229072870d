package dev.reactivetoken.proxy;

import dev.reactivetoken.ReactiveTokenSource;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * A reverse proxy that attaches a token to every request and forwards it to one upstream, for programs in any language
 * on the same machine.
 *
 * <pre>{@code
 * BearerProxy proxy = BearerProxy.builder(URI.create("https://api.example.com"), tokens)
 *         .listen("127.0.0.1", 8080)
 *         .start();
 * …
 * proxy.stop().block();
 * }</pre>
 *
 * <p>Clients speak HTTP/1.1 or HTTP/2 without TLS (by upgrade or prior knowledge); to an {@code https} upstream HTTP/2
 * is spoken if it can. Bodies of any size are streamed, each side as fast as the other one takes it; for a slow reader
 * about a megabyte is buffered. WebSocket passes both ways. The token goes to the upstream's origin alone: redirects
 * are handed to the client, not followed.
 *
 * <p>Responses of its own are problem documents (RFC 9457): 503 with {@code Retry-After} when there is no token, and
 * the request is not sent; 502 and 504 when there is no response of the upstream; 400 when a client sends an {@code
 * Authorization}. A response that breaks off in the middle of its body breaks off at the client too. After a 401 a
 * request without a body is sent once more with a new token; a body is streamed and not kept, so its 401 is handed to
 * the client and the next request has a new token.
 *
 * <p>The target of a request is passed on byte for byte, its headers as RFC 9110 section 7.6 says: {@code Host} becomes
 * the upstream's, {@code Via} is added, {@code Forwarded} is not. {@code Expect: 100-continue} is answered by the
 * proxy, once there is a token and a connection. Trailers of a response pass, those of a request do not; nor do
 * informational responses. A request of which nothing was sent yet when its connection turned out to be closed is sent
 * over another one, and so is a {@code GET}, {@code HEAD} or {@code OPTIONS} without a body if the upstream closed the
 * connection before it responded. The head of a message may have 32 KiB; bodies have no limit.
 *
 * <p>{@code /-/health} tells whether there is a token, {@code /-/metrics} has the meters. Safe for any thread.
 */
public final class BearerProxy implements AutoCloseable {

    private static final int BACKLOG = 4096;

    /**
     * Requests that a client may cancel on one HTTP/2 connection. Netty's limit against floods, 200 in half a minute,
     * is reached by a busy program that cancels some of them, and would close the connection under all the others.
     */
    private static final int MAX_RESETS = 10_000;

    private static final int MAX_RESETS_SECONDS = 10;

    private final Duration drain;
    private final InFlight inFlight = new InFlight();
    private final LoopResources loops;
    private final Upstream upstream;
    private final DisposableServer server;

    BearerProxy(BearerProxyBuilder options) {
        this.drain = options.drain;
        this.loops = LoopResources.create("reactive-token-proxy", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
        this.upstream = new Upstream(options, loops);
        try {
            this.server = http(options).bindNow();
        } catch (RuntimeException e) {
            close(loops, upstream).subscribe();
            throw e;
        }
    }

    /**
     * Options with their defaults.
     *
     * @param upstream {@code https} or {@code http} URL; a path is put before that of each request
     * @param tokens not closed by the proxy
     * @throws IllegalArgumentException when the upstream is anything else
     */
    public static BearerProxyBuilder builder(URI upstream, ReactiveTokenSource tokens) {
        return new BearerProxyBuilder(upstream, tokens);
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** The address that it listens on. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    /** Requests whose responses are not complete. */
    public int inFlight() {
        return inFlight.count();
    }

    /**
     * Stops listening, waits for the requests in flight as long as {@link BearerProxyBuilder#drain} says, then drops
     * every connection. Begins when subscribed to; a second time has no effect.
     */
    public Mono<Void> stop() {
        return Mono.defer(() -> {
            server.dispose();
            return server.onDispose()
                    .then(inFlight.drain())
                    .timeout(drain, Mono.empty())
                    .then(close(loops, upstream));
        });
    }

    /**
     * Drops every connection, without waiting for the requests in flight. Does not block; a second time has no effect.
     */
    @Override
    public void close() {
        server.dispose();
        close(loops, upstream).subscribe();
    }

    private static Mono<Void> close(LoopResources loops, Upstream upstream) {
        // an event loop that ends closes its connections
        return upstream.close().then(loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)));
    }

    private HttpServer http(BearerProxyBuilder options) {
        String pseudonym =
                "rtoken-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        OwnEndpoints ownEndpoints = new OwnEndpoints(options.tokens, inFlight, options.scrape);
        return HttpServer.create()
                .host(options.host)
                .port(options.port)
                .runOn(loops, Upstream.NATIVE_TRANSPORT)
                .protocol(HttpProtocol.HTTP11, HttpProtocol.H2C)
                .http2Settings(settings -> settings.maxDecodedRstFramesPerWindow(MAX_RESETS, MAX_RESETS_SECONDS))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .idleTimeout(options.idleTimeout)
                .httpRequestDecoder(decoder -> decoder.maxHeaderSize(BearerProxyBuilder.MAX_HEADER_SIZE)
                        .maxInitialLineLength(BearerProxyBuilder.MAX_HEADER_SIZE))
                .doOnChannelInit(UpgradeWithBody.DECLINED.then(PipelinedReadHandler.ON_KEPT_CONNECTIONS))
                .handle(new Forwarder(options, upstream, ownEndpoints, inFlight, pseudonym));
    }

    @Override
    public String toString() {
        return "BearerProxy[" + address() + " to " + upstream.origin() + ']';
    }
}
