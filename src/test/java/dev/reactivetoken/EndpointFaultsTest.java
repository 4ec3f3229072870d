package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an endpoint does, over real sockets: what callers are told, how often it is asked, what is still held. */
class EndpointFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Fault SLOW_DRIP = Fault.drip(Duration.ofMillis(50));
    private static TokenServer server;

    private final ShiftedClock clock = new ShiftedClock();
    private final CountDownLatch renewalFailed = new CountDownLatch(1);
    private volatile @Nullable AccessToken stillHeld;
    private volatile @Nullable TokenException renewalFailure;
    private ReactiveTokenSource source;

    private record Row(Fault fault, Class<? extends TokenException> told, int requests) {
        @Override
        public String toString() {
            return fault + " → " + told.getSimpleName() + (requests > 1 ? ", tried again" : ", not tried again");
        }
    }

    static Stream<Row> faults() {
        return Stream.of(
                new Row(Fault.status(408), Unreachable.class, 3),
                new Row(Fault.status(425), Unreachable.class, 3),
                new Row(Fault.status(429), Unreachable.class, 3),
                new Row(Fault.status(500), Unreachable.class, 3),
                new Row(Fault.status(503), Unreachable.class, 3),
                new Row(Fault.status(503, Duration.ofSeconds(1)), Unreachable.class, 3),
                new Row(Fault.status(429, Duration.ofSeconds(30)), Unreachable.class, 1),
                new Row(Fault.statusWithRetryAfterDate(503, Duration.ofSeconds(30)), Unreachable.class, 1),
                new Row(Fault.error(400, "temporarily_unavailable", null), Unreachable.class, 3),
                new Row(Fault.hang(), Unreachable.class, 3),
                new Row(Fault.reset(), Unreachable.class, 3),
                new Row(Fault.halfBody(), Unreachable.class, 3),
                new Row(SLOW_DRIP, Unreachable.class, 3),
                new Row(Fault.garbage(), Malformed.class, 3),
                new Row(Fault.garbageJson(), Malformed.class, 3),
                new Row(Fault.html(), Malformed.class, 3),
                new Row(Fault.oversize(100_000), Malformed.class, 3),
                new Row(Fault.body(200, "application/json", "{}"), Malformed.class, 3),
                new Row(Fault.redirect(URI.create("https://elsewhere.example/token")), Refused.class, 1),
                new Row(Fault.status(400), Refused.class, 1),
                new Row(Fault.status(401), Refused.class, 1),
                new Row(Fault.status(403), Refused.class, 1),
                new Row(Fault.status(404), Refused.class, 1),
                new Row(Fault.error(400, "invalid_client", null), Refused.class, 1),
                new Row(Fault.error(400, "invalid_scope", "no such scope"), Refused.class, 1),
                new Row(Fault.error(200, "invalid_client", null), Refused.class, 1));
    }

    @BeforeAll
    static void start() {
        server = TokenServer.builder()
                .client("client", "secret", Barracuda.ESS_ACCOUNT_READ)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.clearFaults();
        server.resetCounts();
    }

    /** Short of time only where the fault is that it passes: a busy machine is no fault of the endpoint's. */
    private void open(Row row) {
        boolean slow = List.of(Fault.hang().toString(), SLOW_DRIP.toString())
                .contains(row.fault().toString());
        source = ReactiveTokenSource.builder()
                .provider(Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri()))
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .resilience(Resilience.defaults("test").withAttemptTimeout(Duration.ofMillis(slow ? 400 : 5_000)))
                .clock(clock)
                .observer(new TokenObserver() {
                    @Override
                    public void onRefresh(RefreshEvent event) {
                        if (event.failure() != null) {
                            stillHeld = event.held();
                            renewalFailure = event.failure();
                            renewalFailed.countDown();
                        }
                    }
                })
                .build();
    }

    @AfterEach
    void close() {
        source.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void without_a_token_the_caller_is_told_and_the_next_one_after_the_fault_is_served(Row row) {
        open(row);
        server.fault(row.fault(), Integer.MAX_VALUE);

        assertThat(catchThrowable(() -> source.token().block(PATIENCE))).isInstanceOf(row.told());
        // a connection of the test before may still be pooled, and a reset of one such is repeated for free
        int free = row.fault().toString().equals(Fault.reset().toString()) ? 1 : 0;
        assertThat(server.counts().tokenRequests()).isBetween((long) row.requests(), (long) row.requests() + free);

        server.clearFaults();
        clock.advance(Duration.ofMinutes(2)); // past a cool-down
        assertThat(source.token().block(PATIENCE)).isNotNull();
        assertThat(server.counts().maxInFlight()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void with_a_token_nobody_is_told_and_the_held_one_goes_on_serving(Row row) throws InterruptedException {
        open(row);
        AccessToken held = source.token().block(PATIENCE);
        clock.advance(Duration.ofMinutes(50));
        server.fault(row.fault(), Integer.MAX_VALUE);

        assertThat(source.token().block(PATIENCE)).isSameAs(held);
        assertThat(renewalFailed.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(renewalFailure).isInstanceOf(row.told());
        assertThat(stillHeld).isSameAs(held);
        assertThat(source.token().block(PATIENCE)).isSameAs(held);
    }
}
