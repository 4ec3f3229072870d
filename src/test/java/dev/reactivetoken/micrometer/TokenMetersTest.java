package dev.reactivetoken.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.CallObserver;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshCause;
import dev.reactivetoken.RefreshEvent;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.TokenStatus.State;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class TokenMetersTest {

    private static final TokenException OUTAGE =
            new TokenException.Unreachable("no answer", ErrorResponse.status(503), null);

    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final TokenMeters meters = TokenMeters.of(registry);

    /** A source with the status that a test says. */
    private final class Source implements ReactiveTokenSource {

        State state = State.EMPTY;

        @Nullable
        Duration usableUntil; // by the monotonic clock

        int waiting;
        CircuitBreaker.State breaker = CircuitBreaker.State.CLOSED;
        int looks;
        Duration look = Duration.ZERO;

        Source holdingFor(Duration left) {
            state = State.FRESH;
            usableUntil = now().plus(left);
            return this;
        }

        private Duration now() {
            return Duration.ofNanos(clock.monotonicTime());
        }

        Source built() {
            meters.onBuilt("test", this);
            return this;
        }

        @Override
        public TokenStatus status() {
            looks++;
            clock.add(look);
            Duration usableFor = usableUntil == null ? null : usableUntil.minus(now());
            Instant setBack = usableUntil == null ? null : Instant.EPOCH; // by a wall clock that was set back
            return new TokenStatus("test", state, null, setBack, usableFor, waiting, null, null, breaker);
        }

        @Override
        public void close() {
            meters.onClosed("test", this);
        }

        @Override
        public Mono<AccessToken> token() {
            return Mono.empty();
        }

        @Override
        public void invalidate(AccessToken rejected) {}
    }

    private double gauge(TokenMeter meter, String... tags) {
        return find(meter, tags).gauge().value();
    }

    private Search search(TokenMeter meter) {
        return registry.find(meter.getName()).tag("source", "test");
    }

    private io.micrometer.core.instrument.search.RequiredSearch find(TokenMeter meter, String... tags) {
        return registry.get(meter.getName()).tag("source", "test").tags(tags);
    }

    @Nested
    class The_gauges {

        @Test
        void add_up_the_waiting_callers_of_every_source_of_a_name() {
            new Source().built().waiting = 3;
            Source second = new Source().built();
            second.waiting = 4;

            assertThat(gauge(TokenMeter.WAITING)).isEqualTo(7);
        }

        @Test
        void tell_when_the_first_of_the_held_tokens_is_over() {
            Source empty = new Source().built();
            assertThat(gauge(TokenMeter.EXPIRY)).isNaN();

            Source longer = new Source().holdingFor(Duration.ofSeconds(300)).built();
            Source shorter = new Source().holdingFor(Duration.ofMillis(90_500)).built();
            assertThat(gauge(TokenMeter.EXPIRY)).isEqualTo(90.5);

            clock.add(Duration.ofSeconds(60));
            assertThat(gauge(TokenMeter.EXPIRY)).isEqualTo(30.5);

            shorter.close();
            assertThat(gauge(TokenMeter.EXPIRY)).isEqualTo(240);
            assertThat(empty).isNotSameAs(longer); // both still live
        }

        @Test
        void count_the_sources_in_each_state_and_their_circuit_breakers() {
            Source first = new Source().holdingFor(Duration.ofHours(1)).built();
            Source second = new Source().built();
            second.breaker = CircuitBreaker.State.HALF_OPEN;
            Source third = new Source().built();

            assertThat(gauge(TokenMeter.SOURCES, "state", "fresh")).isEqualTo(1);
            assertThat(gauge(TokenMeter.SOURCES, "state", "aging")).isZero();
            assertThat(gauge(TokenMeter.SOURCES, "state", "empty")).isEqualTo(2);
            assertThat(gauge(TokenMeter.CIRCUIT_BREAKER, "state", "closed")).isEqualTo(2);
            assertThat(gauge(TokenMeter.CIRCUIT_BREAKER, "state", "half_open")).isEqualTo(1);
            assertThat(gauge(TokenMeter.CIRCUIT_BREAKER, "state", "open")).isZero();
            assertThat(new Object[] {first, second, third}).doesNotContainNull(); // all still live
        }

        @Test
        void go_with_the_last_source_of_a_name_and_come_with_the_next() {
            Source first = new Source().built();
            Source second = new Source().built();
            first.close();
            first.close();
            assertThat(search(TokenMeter.WAITING).gauge()).isNotNull();

            second.close();
            assertThat(registry.getMeters())
                    .extracting(meter -> meter.getId().getType())
                    .isNotEmpty()
                    .doesNotContain(Meter.Type.GAUGE);

            Source third = new Source().built();
            third.waiting = 2;
            assertThat(gauge(TokenMeter.WAITING)).isEqualTo(2);
        }

        @Test
        void do_not_keep_a_source_that_was_never_closed() {
            WeakReference<Source> forgotten = new WeakReference<>(new Source().built());
            Source kept = new Source().built();
            kept.waiting = 1;
            forgotten.get().waiting = 1;

            for (int i = 0; i < 50 && forgotten.get() != null; i++) {
                System.gc();
            }
            assertThat(forgotten.get()).isNull();
            assertThat(gauge(TokenMeter.WAITING)).isEqualTo(kept.waiting);
        }

        @Test
        void of_one_scrape_look_once_at_each_source() {
            Source source = new Source().built();
            source.look = Duration.ofMillis(5);

            registry.getMeters().forEach(meter -> meter.measure().forEach(measurement -> measurement.getValue()));
            assertThat(source.looks).isEqualTo(1);

            clock.add(Duration.ofSeconds(1));
            gauge(TokenMeter.WAITING);
            assertThat(source.looks).isEqualTo(2);
        }
    }

    @Nested
    class Of_calls {

        private final CallObserver calls = meters.calls("test");

        @Test
        void hits_are_counted_and_those_while_renewals_fail_once_more() {
            calls.onHit(false);
            calls.onHit(true);
            meters.calls("test").onHit(false);

            assertThat(find(TokenMeter.HITS).functionCounter().count()).isEqualTo(3);
            assertThat(find(TokenMeter.HITS_WHILE_FAILING).functionCounter().count())
                    .isEqualTo(1);
        }

        @Test
        void waits_are_timed_by_their_result() {
            calls.onServed(Duration.ofMillis(200));
            calls.onServed(Duration.ofMillis(400));
            calls.onFailed(Duration.ofSeconds(5), OUTAGE);

            assertThat(find(TokenMeter.WAIT, "result", "success").timer().totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(600);
            assertThat(find(TokenMeter.WAIT, "result", "unreachable").timer().count())
                    .isEqualTo(1);
            assertThat(find(TokenMeter.CALLS_FAILED, "result", "unreachable")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }

        @Test
        void one_that_failed_at_once_did_not_wait() {
            calls.onFailed(Duration.ZERO, new TokenException.Unavailable("closed", null));

            assertThat(search(TokenMeter.WAIT).timer()).isNull();
            assertThat(find(TokenMeter.CALLS_FAILED, "result", "unavailable")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    private static RefreshEvent refresh(RefreshCause cause, Duration took, @Nullable TokenException failure) {
        AccessToken token = failure == null ? AccessToken.bearer("t", Duration.ofHours(1)) : null;
        return new RefreshEvent("test", cause, took, token, failure, token, null);
    }

    @Nested
    class Of_refreshes {

        @Test
        void success_is_timed_by_its_cause() {
            meters.onRefresh(refresh(RefreshCause.AHEAD, Duration.ofMillis(30), null));

            assertThat(find(TokenMeter.REFRESH, "cause", "ahead", "result", "success", "oauth.error", "none")
                            .timer()
                            .totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(30);
        }

        @ParameterizedTest
        @CsvSource({
            "invalid_client, invalid_client",
            "invalid_target, invalid_target",
            "hunter2-3f9c, other",
            ", none",
        })
        void an_error_code_becomes_a_tag_only_if_an_rfc_knows_it(@Nullable String error, String tag) {
            TokenException refused =
                    new TokenException.Refused("refused", new ErrorResponse(400, error, "about hunter2", null));
            meters.onRefresh(refresh(RefreshCause.COLD, Duration.ofMillis(30), refused));
            meters.onAttemptFailed("test", refused);

            assertThat(find(TokenMeter.REFRESH, "result", "refused", "oauth.error", tag)
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(find(TokenMeter.ATTEMPTS_FAILED, "result", "refused", "oauth.error", tag)
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.getMetersAsString()).doesNotContain("hunter2");
        }

        @Test
        void every_kind_of_failure_has_its_result() {
            meters.onAttemptFailed("test", new TokenException.Malformed("no JSON", ErrorResponse.status(200)));
            meters.onAttemptFailed("test", OUTAGE);
            meters.onRefresh(refresh(RefreshCause.COLD, Duration.ZERO, new TokenException.Unavailable("open", OUTAGE)));

            assertThat(find(TokenMeter.ATTEMPTS_FAILED, "result", "malformed")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(find(TokenMeter.ATTEMPTS_FAILED, "result", "unreachable")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(find(TokenMeter.REFRESH, "result", "unavailable").timer().count())
                    .isEqualTo(1);
        }
    }

    @Test
    void observers_that_throw_are_counted() {
        TokenObserver.composite(List.of(meters, new TokenObserver() {
                    @Override
                    public void onCredentialChanged(String source) {
                        throw new IllegalStateException("a broken observer");
                    }
                }))
                .onCredentialChanged("test");

        assertThat(find(TokenMeter.OBSERVER_FAILURES).counter().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"200, SUCCESS", "304, REDIRECTION", "401, CLIENT_ERROR", "503, SERVER_ERROR"})
    void replays_are_counted_by_the_class_of_the_second_answer(int status, String outcome) {
        meters.onReplayed("test", status);

        assertThat(find(TokenMeter.REPLAYS, "outcome", outcome).counter().count())
                .isEqualTo(1);
    }
}
