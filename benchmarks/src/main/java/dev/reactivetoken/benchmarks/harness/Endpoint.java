package dev.reactivetoken.benchmarks.harness;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A token endpoint on loopback that costs as little as can be: no rules, a new token for every POST to {@code /token}.
 * Any GET is answered by an empty 200, as a resource server would. Counts requests; delays, holds back or fails answers on demand.
 */
public final class Endpoint implements AutoCloseable {

    private static final Sinks.Empty<Void> OPEN = open();

    private final Duration life;
    private final Duration delay;
    private final DisposableServer server;
    private final BareFetch fetch;
    private final AtomicLong issued = new AtomicLong();
    private final AtomicLong count = new AtomicLong();
    private final Queue<Long> requests = new ConcurrentLinkedQueue<>();
    private volatile boolean failing;
    private volatile Sinks.Empty<Void> gate = OPEN;

    public Endpoint(Duration life, Duration delay) {
        this.life = life;
        this.delay = delay;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .option(ChannelOption.SO_BACKLOG, 4096)
                .route(routes -> routes.post("/token", this::token).get("/**", (request, response) -> response.send()))
                .bindNow();
        this.fetch = new BareFetch(uri("/token"), life);
    }

    /** A token endpoint that answers at once, with tokens that live for an hour. */
    public static Endpoint quick() {
        return new Endpoint(Duration.ofHours(1), Duration.ZERO);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** What {@code expires_in} says, in whole seconds at most. */
    public Duration life() {
        return life;
    }

    /** A token by the barest client, for subjects that cache but bring no HTTP client. */
    public Mono<BareFetch.Granted> fetch() {
        return fetch.token();
    }

    /** Whether it answers 503 from now on. */
    public void failing(boolean fails) {
        failing = fails;
    }

    /** No answers until {@link #release}. */
    public void hold() {
        gate = Sinks.empty();
    }

    public void release() {
        gate.tryEmitEmpty();
    }

    /** How many token requests came. */
    public long count() {
        return count.get();
    }

    /** When each token request came, by {@link System#nanoTime}. */
    public long[] requests() {
        return requests.stream().mapToLong(Long::longValue).toArray();
    }

    public void resetRequests() {
        count.set(0);
        requests.clear();
    }

    private Publisher<Void> token(HttpServerRequest request, HttpServerResponse response) {
        count.incrementAndGet();
        requests.add(System.nanoTime());
        Sinks.Empty<Void> here = gate;
        if (here == OPEN && delay.isZero()) {
            return answer(response);
        }
        // On the event loop of the connection: Reactor Netty may lose the next request when a response ends on another.
        Mono<Void> due = delay.isZero()
                ? here.asMono()
                : here.asMono().then(Mono.delay(delay).then());
        return Mono.defer(() ->
                due.publishOn(Schedulers.fromExecutor(loopOf(response))).then(Mono.defer(() -> answer(response))));
    }

    private static Executor loopOf(HttpServerResponse response) {
        AtomicReference<Executor> loop = new AtomicReference<>();
        response.withConnection(connection -> loop.set(connection.channel().eventLoop()));
        return loop.get();
    }

    private Mono<Void> answer(HttpServerResponse response) {
        if (failing) {
            return response.status(503)
                    .header(HttpHeaderNames.CONTENT_LENGTH, "0")
                    .send()
                    .then();
        }
        byte[] json = String.format(
                        Locale.ROOT,
                        "{\"access_token\":\"%040d\",\"token_type\":\"Bearer\",\"expires_in\":%d}",
                        issued.incrementAndGet(),
                        life.toSeconds())
                .getBytes(StandardCharsets.US_ASCII);
        return response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(json.length))
                .sendObject(Unpooled.wrappedBuffer(json))
                .then();
    }

    @Override
    public void close() {
        release();
        server.disposeNow(Duration.ofSeconds(1));
    }

    private static Sinks.Empty<Void> open() {
        Sinks.Empty<Void> open = Sinks.empty();
        open.tryEmitEmpty();
        return open;
    }
}
