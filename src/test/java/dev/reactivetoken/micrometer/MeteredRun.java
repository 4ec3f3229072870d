package dev.reactivetoken.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshEvent;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.ShiftedClock;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.auth.ClientCredential;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.bearer.Authorization;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.bearer.BearerExchange;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * A run of a source that moves each of its meters, against a real server: a cold start, hits, an outage with a held
 * token and one without, a rejected token, a secret reset, a reduced scope. The meters are kept.
 */
final class MeteredRun {

    static final String SOURCE = "orders";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SCOPE = Barracuda.ESS_ACCOUNT_READ;

    private final SimpleMeterRegistry simple = new SimpleMeterRegistry();
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterRegistry both = new CompositeMeterRegistry().add(simple).add(prometheus);
    private final TokenMeters meters = TokenMeters.of(both);
    private final ShiftedClock clock = new ShiftedClock();
    private final Semaphore ended = new Semaphore(0);
    private final Queue<String> secrets = new ConcurrentLinkedQueue<>(List.of("old"));
    private final List<Meter> published;
    private final String scraped;

    MeteredRun() {
        try (TokenServer server =
                        TokenServer.builder().client("client", "old", SCOPE).start();
                ReactiveTokenSource source = source(server)) {
            run(server, source);
            published = simple.getMeters().stream()
                    .filter(meter -> meter.getId().syntheticAssociation() == null) // the buckets of a timer
                    .toList();
            scraped = prometheus.scrape();
        }
    }

    /** Every meter at the end of the run. */
    List<Meter> published() {
        return published;
    }

    /** The same in the text format of Prometheus. */
    String scraped() {
        return scraped;
    }

    private ReactiveTokenSource source(TokenServer server) {
        return ReactiveTokenSource.builder()
                .name(SOURCE)
                .tokenUri(server.tokenUri())
                .credential(credential())
                .scopes(SCOPE)
                .refreshPolicy(RefreshPolicy.DEFAULT.withJitter(0).withMinInterval(Duration.ZERO))
                .resilience(Resilience.defaults(SOURCE)
                        .withCircuitBreaker(CircuitBreaker.ofDefaults(SOURCE)) // opens after a hundred attempts
                        .withRetry(Retry.of(
                                SOURCE,
                                RetryConfig.custom()
                                        .maxAttempts(2)
                                        .waitDuration(Duration.ofMillis(1))
                                        .retryOnException(thrown ->
                                                thrown instanceof TokenException failure && failure.isTransient())
                                        .build())))
                .observer(meters)
                .observer(new TokenObserver() {
                    @Override
                    public void onRefresh(RefreshEvent event) {
                        ended.release();
                    }
                })
                .clock(clock)
                .build();
    }

    /** The last secret stays; each of the others is read once, just before it is replaced. */
    private CredentialSource credential() {
        return () -> Mono.fromSupplier(() -> {
            String secret = secrets.size() > 1 ? secrets.remove() : secrets.element();
            return new ClientCredential("client", Secret.of(secret));
        });
    }

    private void run(TokenServer server, ReactiveTokenSource source) {
        callUntilRefreshed(source); // cold
        call(source);

        server.fault(Fault.status(503), 2);
        clock.advance(Duration.ofMinutes(50));
        callUntilRefreshed(source); // failed
        until(() -> {
            call(source);
            return count(TokenMeter.HITS_WHILE_FAILING) > 0;
        });
        clock.advance(Duration.ofMinutes(5));
        callUntilRefreshed(source); // ahead

        BearerCall call =
                BearerCall.of(source).allow(server.uri("/").toString()).observer(meters);
        until(
                () -> { // a token that is rejected while its refresh ends is handed out once more
                    server.revokeAll();
                    call.exchange(new Get(server.uri("/beta/accounts/ess"))).block(PATIENCE);
                    return simple.find(TokenMeter.REPLAYS.getName()).counter() != null;
                });
        ended.drainPermits();

        server.fault(Fault.error(503, "temporarily_unavailable", null), 2);
        clock.advance(Duration.ofHours(2));
        callUntilRefreshed(source); // failed

        secrets.add("new");
        server.resetSecret("client", "new");
        callUntilRefreshed(source); // expired

        server.fault(
                Fault.body(
                        200,
                        "application/json",
                        "{\"access_token\":\"less\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"\"}"),
                1);
        clock.advance(Duration.ofHours(2));
        callUntilRefreshed(source);
    }

    /** A source reads its clocks once a millisecond: the first call may not notice yet that time was advanced. */
    private void callUntilRefreshed(ReactiveTokenSource source) {
        until(() -> {
            source.token().onErrorComplete(TokenException.class).block(PATIENCE);
            return ended.tryAcquire();
        });
    }

    private static AccessToken call(ReactiveTokenSource source) {
        AccessToken token = source.token().block(PATIENCE);
        assertThat(token).isNotNull();
        return token;
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private double count(TokenMeter meter) {
        return simple.get(meter.getName()).functionCounter().count();
    }

    /** A GET whose response is its status. */
    private record Get(URI target) implements BearerExchange<Integer> {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public boolean isAuthorized() {
            return false;
        }

        @Override
        public Mono<Integer> send(@Nullable Authorization authorization) {
            return HttpClient.newConnection()
                    .headers(headers -> {
                        if (authorization != null) {
                            authorization.writeTo(headers::set);
                        }
                    })
                    .get()
                    .uri(target)
                    .responseSingle((head, body) ->
                            body.asString().then(Mono.just(head.status().code())));
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public int status(Integer response) {
            return response;
        }

        @Override
        public List<String> challenges(Integer response) {
            return List.of();
        }

        @Override
        public Mono<Void> discard(Integer response) {
            return Mono.empty();
        }
    }
}
