package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** What is told of calls, and what a source says of itself. */
class CallObserverTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final ControlledRefresh refreshes = new ControlledRefresh(time);
    private final List<String> told = new ArrayList<>();
    private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("test");
    private final CachingTokenSource source = source(new TokenObserver() {
        @Override
        public CallObserver calls(String name) {
            return recorder();
        }

        @Override
        public void onClosed(String name, ReactiveTokenSource closed) {
            told.add(name + " closed");
        }
    });

    private CachingTokenSource source(TokenObserver... observers) {
        Refresh refresh = new Refresh() {
            @Override
            public Mono<AccessToken> start(RefreshRequest request) {
                return refreshes.mono();
            }

            @Override
            public CircuitBreaker.State circuitBreaker() {
                return breaker.getState();
            }
        };
        return new CachingTokenSource(
                "test",
                refresh,
                RefreshPolicy.DEFAULT.withJitter(0),
                TokenObserver.composite(List.of(observers)),
                time,
                time.scheduler());
    }

    private CallObserver recorder() {
        return new CallObserver() {
            @Override
            public void onHit(boolean renewalFails) {
                told.add(renewalFails ? "hit while failing" : "hit");
            }

            @Override
            public void onServed(Duration waited) {
                told.add("served after " + waited);
            }

            @Override
            public void onFailed(Duration waited, TokenException failure) {
                told.add("failed after " + waited);
            }
        };
    }

    private void ask() {
        source.token().subscribe(TestSubscriber.create());
    }

    @Test
    void a_wait_and_a_hit_are_told_apart() {
        refreshes.onHold();
        ask();
        time.advance(Duration.ofMillis(300));
        refreshes.answer();
        ask();

        assertThat(told).containsExactly("served after PT0.3S", "hit");
    }

    @Test
    void a_wait_that_ends_without_a_token_is_told_as_well_as_a_call_of_a_closed_source() {
        refreshes.onHold();
        ask();
        time.advance(Duration.ofMillis(300));
        refreshes.fail(ControlledRefresh.outage());
        source.close();
        source.close();
        ask();

        assertThat(told).containsExactly("failed after PT0.3S", "test closed", "failed after PT0S");
    }

    @Test
    void a_caller_who_has_left_is_not_told_of() {
        refreshes.onHold();
        ask();
        TestSubscriber<AccessToken> gone = TestSubscriber.create();
        source.token().subscribe(gone);
        gone.cancel();
        refreshes.answer();

        assertThat(told).hasSize(1);
    }

    @Test
    void a_hit_while_renewals_fail_is_told_as_such() {
        ask();
        refreshes.onHold();
        time.advance(Duration.ofMinutes(50));
        ask();
        refreshes.fail(ControlledRefresh.outage());
        ask();

        assertThat(told.subList(1, told.size())).containsExactly("hit", "hit while failing");
    }

    @Test
    void one_that_throws_costs_nobody_a_token() {
        AtomicInteger calls = new AtomicInteger();
        CallObserver broken = new CallObserver() {
            private IllegalStateException thrown() {
                calls.incrementAndGet();
                return new IllegalStateException("a broken meter");
            }

            @Override
            public void onHit(boolean renewalFails) {
                throw thrown();
            }

            @Override
            public void onServed(Duration waited) {
                throw thrown();
            }

            @Override
            public void onFailed(Duration waited, TokenException failure) {
                throw thrown();
            }
        };
        CachingTokenSource observed = source(new TokenObserver() {
            @Override
            public @Nullable CallObserver calls(String name) {
                return broken;
            }
        });
        for (int i = 0; i < 2; i++) {
            TestSubscriber<AccessToken> caller = TestSubscriber.create();
            observed.token().subscribe(caller);
            assertThat(caller.isTerminatedComplete()).isTrue();
        }
        assertThat(calls).hasValue(2);
    }

    @Nested
    class The_end_of_a_refresh {

        private final CachingTokenSource watched = source(new TokenObserver() {
            @Override
            public void onRefresh(RefreshEvent event) {
                TokenException failure = event.failure();
                told.add(event.cause() + " " + event.took() + (failure == null ? "" : " " + failure.getMessage()));
            }
        });

        private AccessToken after(Duration pause) {
            refreshes.onHold();
            time.advance(pause);
            TestSubscriber<AccessToken> caller = TestSubscriber.create();
            watched.token().subscribe(caller);
            time.advance(Duration.ofMillis(300));
            refreshes.answer();
            return caller.getReceivedOnNext().get(0);
        }

        @Test
        void is_told_with_its_cause() {
            AccessToken first = after(Duration.ZERO);
            watched.invalidate(first);
            AccessToken second = after(Duration.ofMinutes(1));
            assertThat(second).isNotEqualTo(first);
            assertThat(after(Duration.ofMinutes(50))).isEqualTo(second);
            after(Duration.ofHours(2));

            assertThat(told).containsExactly("COLD PT0.3S", "REJECTED PT0.3S", "AHEAD PT0.3S", "EXPIRED PT0.3S");
        }

        @Test
        void is_told_with_its_failure_unless_closing_was_the_end() {
            refreshes.onHold();
            watched.token().subscribe(TestSubscriber.create());
            time.advance(Duration.ofMillis(300));
            refreshes.fail(ControlledRefresh.outage());
            refreshes.onHold();
            watched.token().subscribe(TestSubscriber.create());
            watched.close();

            assertThat(told)
                    .containsExactly("COLD PT0.3S " + ControlledRefresh.outage().getMessage());
        }
    }

    @Nested
    class The_status {

        @Test
        void is_computed_from_what_is_held_and_starts_nothing() {
            assertThat(source.status().state()).isEqualTo(TokenStatus.State.EMPTY);
            assertThat(source.status().isUsable()).isFalse();
            assertThat(refreshes.started()).isZero();

            ask();
            TokenStatus fresh = source.status();
            assertThat(fresh.state()).isEqualTo(TokenStatus.State.FRESH);
            assertThat(fresh.source()).isEqualTo("test");
            assertThat(fresh.circuitBreaker()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(fresh.token()).isNotNull();
            assertThat(fresh.usableUntil())
                    .isEqualTo(fresh.token().issuedAt().plus(HOUR).minusSeconds(10));

            time.advance(Duration.ofMinutes(50));
            assertThat(source.status().state()).isEqualTo(TokenStatus.State.AGING);

            time.advance(Duration.ofMinutes(10));
            assertThat(source.status().state()).isEqualTo(TokenStatus.State.EMPTY);

            source.close();
            assertThat(source.status().state()).isEqualTo(TokenStatus.State.CLOSED);
            assertThat(refreshes.started()).isEqualTo(1);
        }

        @Test
        void has_the_last_failure_until_a_refresh_succeeds_and_counts_who_waits() {
            refreshes.onHold();
            ask();
            ask();
            assertThat(source.status().waiting()).isEqualTo(2);

            refreshes.fail(ControlledRefresh.outage());
            assertThat(source.status().lastFailure()).isInstanceOf(TokenException.Unreachable.class);
            assertThat(source.status().waiting()).isZero();

            refreshes.onHold();
            ask();
            refreshes.answer();
            assertThat(source.status().lastFailure()).isNull();
        }

        @Test
        void prints_no_token() {
            ask();

            assertThat(source.status().toString()).doesNotContain("t1");
        }
    }
}
