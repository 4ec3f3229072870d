package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.proxy.RandomBytes.Sum;
import dev.reactivetoken.testing.server.TokenServer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/**
 * Two hundred connections for twenty seconds: small calls, uploads, downloads of a hundred megabytes, slow readers,
 * clients that disconnect and an upstream that does, while tokens expire and the client's secret is reset. No byte is
 * wrong, and no call fails except by the upstream. The build looks for leaked buffers at its end.
 */
class ProxySoakTest {

    private static final Duration LASTS = Duration.ofSeconds(20);
    private static final int LANES = 200;

    /** Two hundred connections with buffers on both sides, those of the upstream and the clients included. */
    private static final long DIRECT_MEMORY = 256_000_000;

    private static final RandomBytes HUGE = new RandomBytes(7, 100_000_000);

    private final Fixture fixture = new Fixture();
    private final ConnectionProvider pool = ConnectionProvider.builder("soak")
            .maxConnections(LANES)
            .pendingAcquireMaxCount(-1)
            .build();
    private final LoopResources loops = LoopResources.create("soak");
    private final HttpClient http1 = HttpClient.create(pool).runOn(loops, Upstream.NATIVE_TRANSPORT);
    private final HttpClient http2 = HttpClient.create(ConnectionProvider.newConnection())
            .runOn(loops, Upstream.NATIVE_TRANSPORT)
            .protocol(HttpProtocol.H2C);
    private final TokenServer server = TokenServer.builder()
            .client("id", "first", Barracuda.ESS_ACCOUNT_READ)
            .lifetime(Duration.ofSeconds(3))
            .start();

    private final Map<String, LongAdder> done = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Set<String> tokensSeen = ConcurrentHashMap.newKeySet();
    private final Queue<String> bare = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        pool.disposeLater().block(PATIENCE);
        fixture.close();
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
        server.close();
    }

    @Test
    void no_byte_is_wrong_and_nothing_fails_but_what_the_upstream_failed() throws IOException {
        Path credentials = directory.resolve("credentials.json");
        write(credentials, "first");
        try (ReactiveTokenSource tokens = ReactiveTokenSource.builder()
                .provider(Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri()))
                .credential(CredentialSource.file(credentials))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .build()) {
            BearerProxy proxy = fixture.proxy(
                    fixture.upstream(upstream ->
                            upstream.runOn(loops, Upstream.NATIVE_TRANSPORT).handle(this::serve)),
                    tokens,
                    UnaryOperator.identity());
            AtomicLong mostMemory = new AtomicLong();
            Disposable watching = Flux.interval(Duration.ofMillis(50))
                    .subscribe(tick -> mostMemory.accumulateAndGet(directMemory(), Math::max));
            Disposable reset = Mono.delay(LASTS.dividedBy(2)).subscribe(tick -> server.resetSecret("id", "second"));
            Disposable told = Flux.interval(Duration.ofMillis(20))
                    .filter(tick -> server.counts().refused() > 0)
                    .next()
                    .subscribe(tick -> write(credentials, "second"));
            long end = System.nanoTime() + LASTS.toNanos();

            Flux.range(0, LANES)
                    .flatMap(lane -> lane(proxy, lane).repeat(() -> System.nanoTime() < end), LANES)
                    .blockLast(LASTS.plusSeconds(120));

            watching.dispose();
            reset.dispose();
            told.dispose();
            assertThat(wrong).isEmpty();
            assertThat(bare).isEmpty();
            assertThat(done.keySet()).containsExactlyInAnyOrder("small", "upload", "huge", "slow", "left", "broken");
            assertThat(tokensSeen).hasSizeGreaterThan(3);
            assertThat(server.counts().refused()).isPositive();
            assertThat(mostMemory.get()).isLessThan(DIRECT_MEMORY);
            assertThat(fixture.idle(proxy)).isTrue();
        }
    }

    private Mono<Void> lane(BearerProxy proxy, int lane) {
        HttpClient http = lane % 4 == 0 ? http2 : http1;
        return switch (lane % 20) {
            case 0, 1, 2, 3, 4, 5, 6, 7 -> download(http, proxy, "small", new RandomBytes(lane, 1_000 + lane));
            case 8, 9, 10, 11, 12 -> upload(http, proxy, new RandomBytes(lane, 300_000 + lane));
            case 13, 14, 15 -> slow(http, proxy, new RandomBytes(lane, 400_000 + lane));
            case 16, 17 -> left(http, proxy);
            case 18 -> broken(http, proxy);
            default ->
                lane < 40
                        ? download(http, proxy, "huge", HUGE)
                        : download(http, proxy, "small", new RandomBytes(lane, 100_000));
        };
    }

    private Mono<Void> download(HttpClient http, BearerProxy proxy, String kind, RandomBytes stuff) {
        return http.get()
                .uri(uri(proxy, "data", stuff))
                .response((response, body) ->
                        compared(kind, response.status().code(), stuff.sum(), RandomBytes.sum(body)))
                .then()
                .onErrorResume(failed -> failed(kind, failed));
    }

    private Mono<Void> upload(HttpClient http, BearerProxy proxy, RandomBytes stuff) {
        return http.post()
                .uri(uri(proxy, "sum", stuff))
                .send(stuff.bytes())
                .responseSingle((response, body) -> body.asString()
                        .doOnNext(sum -> compare("upload", response.status().code(), stuff.sum(), sum)))
                .then()
                .onErrorResume(failed -> failed("upload", failed));
    }

    private Mono<Void> slow(HttpClient http, BearerProxy proxy, RandomBytes stuff) {
        return http.get()
                .uri(uri(proxy, "data", stuff))
                .response((response, body) -> compared(
                        "slow",
                        response.status().code(),
                        stuff.sum(),
                        RandomBytes.sum(body.asByteArray()
                                .concatMap(
                                        part -> Mono.delay(Duration.ofMillis(5)).thenReturn(part), 1)
                                .map(Unpooled::wrappedBuffer))))
                .then()
                .onErrorResume(failed -> failed("slow", failed));
    }

    private Mono<Void> left(HttpClient http, BearerProxy proxy) {
        return http.get()
                .uri(uri(proxy, "data", HUGE))
                .response((response, body) -> body.take(1))
                .then()
                .doOnSuccess(end -> count("left"))
                .onErrorResume(failed -> failed("left", failed));
    }

    /** The upstream closes the connection half way, which the client must notice. */
    private Mono<Void> broken(HttpClient http, BearerProxy proxy) {
        RandomBytes stuff = new RandomBytes(3, 200_000);
        return http.get()
                .uri(uri(proxy, "broken", stuff))
                .response((response, body) -> RandomBytes.sum(body))
                .then()
                .doOnSuccess(end -> wrong.add("broken: looked whole"))
                .onErrorResume(seen -> Mono.fromRunnable(() -> count("broken")));
    }

    private Publisher<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        String token = request.requestHeaders().get("Authorization");
        if (token == null || !token.startsWith("Bearer ")) {
            bare.add(request.protocol() + " " + request.method() + " " + request.uri() + " with "
                    + request.requestHeaders().names());
        } else {
            tokensSeen.add(token);
        }
        String[] path = request.uri().split("/");
        RandomBytes stuff = new RandomBytes(Integer.parseInt(path[2]), Long.parseLong(path[3]));
        return switch (path[1]) {
            case "sum" -> response.sendString(RandomBytes.sum(request.receive()).map(Sum::toString));
            case "broken" ->
                response.send(stuff.bytes().take(stuff.size() / 2 / 16_384)).then(Fixture.breakOff(response));
            default -> response.send(stuff.bytes());
        };
    }

    private Mono<Sum> compared(String kind, int status, Sum expected, Mono<Sum> sum) {
        return sum.doOnNext(actual -> compare(kind, status, expected, actual.toString()));
    }

    private void compare(String kind, int status, Sum expected, String actual) {
        if (status == 200 && expected.toString().equals(actual)) {
            count(kind);
        } else {
            wrong.add(kind + ": " + status + " " + actual + " in place of " + expected);
        }
    }

    private Mono<Void> failed(String kind, Throwable failure) {
        return Mono.fromRunnable(() -> wrong.add(kind + ": " + failure));
    }

    private void count(String kind) {
        done.computeIfAbsent(kind, any -> new LongAdder()).increment();
    }

    private static URI uri(BearerProxy proxy, String what, RandomBytes stuff) {
        return Fixture.uri(proxy, "/" + what + "/" + stuff.seed() + "/" + stuff.size());
    }

    private static void write(Path credentials, String secret) {
        try {
            Files.writeString(credentials, "{\"client_id\":\"id\",\"client_secret\":\"" + secret + "\"}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }
}
