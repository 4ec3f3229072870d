package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.ContextView;

/** The engine, on virtual time. What needs threads stands in {@code CachingTokenSourceRaceTest}. */
class CachingTokenSourceTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final ControlledRefresh refreshes = new ControlledRefresh(time);
    private final Events events = new Events();
    private final RefreshPolicy policy = RefreshPolicy.DEFAULT.withJitter(0);
    private CachingTokenSource source = source(refreshes.mono(), events);

    private CachingTokenSource source(Mono<AccessToken> refresh, TokenObserver observer) {
        return new CachingTokenSource(
                "test", request -> refresh, policy, TokenObserver.composite(List.of(observer)), time, time.scheduler());
    }

    private TestSubscriber<AccessToken> ask() {
        TestSubscriber<AccessToken> caller = TestSubscriber.create();
        source.token().subscribe(caller);
        return caller;
    }

    /** The token that a caller gets at once, or null if it would wait. */
    private @Nullable String now() {
        List<AccessToken> got = ask().getReceivedOnNext();
        return got.isEmpty() ? null : got.get(0).value();
    }

    private static String value(TestSubscriber<AccessToken> caller) {
        assertThat(caller.isTerminatedComplete()).as("has a token").isTrue();
        return caller.getReceivedOnNext().get(0).value();
    }

    private static Throwable error(TestSubscriber<AccessToken> caller) {
        assertThat(caller.isTerminatedError()).as("has failed").isTrue();
        return caller.expectTerminalError();
    }

    @Test
    void one_token_serves_every_caller_until_it_is_renewed_ahead_of_its_end() {
        assertThat(now()).isEqualTo("t1");
        assertThat(now()).isEqualTo("t1");

        time.advance(Duration.ofMinutes(49)); // 0.82 of an hour is 49 min 12 s
        assertThat(now()).isEqualTo("t1");
        assertThat(refreshes.started()).isEqualTo(1);

        time.advance(Duration.ofMinutes(1));
        assertThat(now()).isEqualTo("t1");
        assertThat(refreshes.started()).isEqualTo(2);
        assertThat(now()).isEqualTo("t2");
    }

    @Test
    void the_same_mono_is_handed_out_every_time() {
        assertThat(source.token()).isSameAs(source.token());
    }

    @Nested
    class A_crowd {

        @Test
        void waits_for_one_refresh() {
            refreshes.onHold();
            List<TestSubscriber<AccessToken>> crowd = crowd(1_000);

            refreshes.answer();

            assertThat(crowd).allSatisfy(caller -> assertThat(value(caller)).isEqualTo("t1"));
            assertThat(refreshes.started()).isEqualTo(1);
        }

        @Test
        void gets_the_same_error_when_the_refresh_fails_and_nothing_is_held() {
            refreshes.onHold();
            List<TestSubscriber<AccessToken>> crowd = crowd(1_000);
            TokenException outage = ControlledRefresh.outage();

            refreshes.fail(outage);

            assertThat(crowd).allSatisfy(caller -> assertThat(error(caller)).isSameAs(outage));
        }

        @Test
        void of_a_million_is_served() {
            refreshes.onHold();
            AtomicInteger served = new AtomicInteger();
            for (int i = 0; i < 1_000_000; i++) {
                source.token().subscribe(token -> served.incrementAndGet());
            }
            refreshes.answer();

            assertThat(served).hasValue(1_000_000);
            assertThat(refreshes.started()).isEqualTo(1);
        }

        @Test
        void is_not_harmed_when_its_first_caller_cancels() {
            refreshes.onHold();
            TestSubscriber<AccessToken> first = ask();
            TestSubscriber<AccessToken> second = ask();

            first.cancel();
            refreshes.answer();

            assertThat(value(second)).isEqualTo("t1");
            assertThat(first.getReceivedOnNext()).isEmpty();
        }

        @Test
        void that_leaves_whole_does_not_stop_the_refresh() {
            refreshes.onHold();
            crowd(10).forEach(TestSubscriber::cancel);

            refreshes.answer();

            assertThat(now()).isEqualTo("t1");
            assertThat(refreshes.started()).isEqualTo(1);
            assertThat(refreshes.cancelled()).isZero();
        }

        @Test
        void that_comes_and_goes_leaves_nothing_behind() {
            refreshes.onHold();
            TestSubscriber<AccessToken> patient = ask();
            for (int i = 0; i < 1_000_000; i++) {
                Subscription[] impatient = new Subscription[1];
                source.token().subscribe(new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        impatient[0] = subscription;
                        subscription.request(1);
                    }
                });
                impatient[0].cancel();
            }

            assertThat(source.status().waiting())
                    .as("places taken in the crowd")
                    .isLessThan(2_100);
            refreshes.answer();
            assertThat(value(patient)).isEqualTo("t1");
        }

        @Test
        void is_told_although_one_of_it_throws() {
            refreshes.onHold();
            TestSubscriber<AccessToken> before = ask();
            source.token().subscribe(new BaseSubscriber<>() {
                @Override
                protected void hookOnNext(AccessToken token) {
                    throw new IllegalStateException("a caller's bug");
                }

                @Override
                protected void hookOnError(Throwable throwable) {
                    throw new AssertionError(throwable);
                }
            });
            TestSubscriber<AccessToken> after = ask();

            refreshes.answer();

            assertThat(value(before)).isEqualTo("t1");
            assertThat(value(after)).isEqualTo("t1");
        }

        @Test
        void keeps_the_first_callers_context_from_the_refresh_and_hands_it_to_observers_alone() {
            AtomicReference<ContextView> seen = new AtomicReference<>();
            AtomicReference<ContextView> asked = new AtomicReference<>();
            source = new CachingTokenSource(
                    "test",
                    request -> Mono.deferContextual(context -> {
                        seen.set(context);
                        asked.set(request.caller());
                        return Mono.just(refreshes.token(1));
                    }),
                    policy,
                    events,
                    time,
                    time.scheduler());

            source.token()
                    .contextWrite(context -> context.put("trace", "of the first caller"))
                    .subscribe();

            assertThat(seen.get().isEmpty()).isTrue();
            assertThat(asked.get().<String>get("trace")).isEqualTo("of the first caller");
        }

        private List<TestSubscriber<AccessToken>> crowd(int size) {
            List<TestSubscriber<AccessToken>> crowd = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                crowd.add(ask());
            }
            return crowd;
        }
    }

    @Nested
    class A_caller {

        @Test
        void may_ask_again_from_inside_its_own_signal() {
            refreshes.onHold();
            List<String> got = new ArrayList<>();
            source.token()
                    .doOnNext(first -> source.token().subscribe(second -> got.add(first.value() + second.value())))
                    .subscribe();

            refreshes.answer();

            assertThat(got).containsExactly("t1t1");
            assertThat(refreshes.started()).isEqualTo(1);
        }

        @Test
        void may_ask_again_from_inside_its_own_error() {
            refreshes.onHold();
            List<String> got = new ArrayList<>();
            source.token().onErrorResume(failure -> source.token()).subscribe(token -> got.add(token.value()));

            refreshes.fail(ControlledRefresh.outage());

            assertThat(got).containsExactly("t2");
        }

        @Test
        void who_asks_late_gets_a_token_that_is_usable_then() {
            TestSubscriber<AccessToken> late =
                    TestSubscriber.builder().initialRequest(0).build();
            assertThat(now()).isEqualTo("t1");
            source.token().subscribe(late);

            time.advance(HOUR.plusSeconds(1));
            late.request(1);

            assertThat(value(late)).isEqualTo("t2");
        }

        @Test
        void who_requests_twice_while_it_waits_is_told_once() {
            refreshes.onHold();
            TestSubscriber<AccessToken> twice =
                    TestSubscriber.builder().initialRequest(0).build();
            source.token().subscribe(twice);
            twice.request(1);
            TestSubscriber<AccessToken> other = ask();
            twice.request(1);

            refreshes.answer();

            assertThat(twice.getReceivedOnNext()).hasSize(1);
            assertThat(value(other)).isEqualTo("t1");
        }

        @Test
        void who_requests_nothing_starts_nothing() {
            source.token().subscribe(TestSubscriber.builder().initialRequest(0).<AccessToken>build());

            assertThat(refreshes.started()).isZero();
        }
    }

    @Nested
    class A_renewal {

        @Test
        void makes_nobody_wait_while_the_token_lives() {
            now();
            time.advance(Duration.ofMinutes(50));
            refreshes.onHold();

            assertThat(now()).isEqualTo("t1");
            assertThat(now()).isEqualTo("t1");
            assertThat(refreshes.started()).isEqualTo(2);

            refreshes.answer();
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void that_fails_reaches_no_caller_and_is_tried_again_after_a_back_off() {
            now();
            time.advance(Duration.ofMinutes(50));
            refreshes.failing(ControlledRefresh.outage());
            assertThat(now()).isEqualTo("t1");
            assertThat(now()).isEqualTo("t1");
            assertThat(refreshes.started()).isEqualTo(2);
            assertThat(events.told).last().isEqualTo("test failed, still held");

            refreshes.failing(null);
            time.advance(Duration.ofMillis(1_500)); // the first back-off is 1 s, give or take a half
            assertThat(now()).isEqualTo("t1");
            assertThat(now()).isEqualTo("t3");
        }

        @Test
        void that_fails_all_along_is_tried_some_dozen_times_and_not_with_every_call() {
            now();
            time.advance(Duration.ofMinutes(50));
            refreshes.failing(ControlledRefresh.outage());
            for (Duration t = Duration.ZERO; t.toMinutes() < 9; t = t.plusMillis(100)) {
                assertThat(now()).isEqualTo("t1");
                time.advance(Duration.ofMillis(100));
            }

            assertThat(refreshes.started()).isBetween(12, 60);
        }

        @Test
        void that_fails_is_tried_again_when_a_request_as_long_as_the_last_one_is_just_in_time() {
            AccessToken slow = refreshes.token(1);
            refreshes.onHold();
            ask();
            time.advance(Duration.ofSeconds(20));
            refreshes.answer(slow);
            time.advance(Duration.ofMinutes(59).plusMillis(9_850)); // 150 ms before that moment, which is 59 min 30 s
            refreshes.failing(ControlledRefresh.outage());
            now();

            time.advance(Duration.ofMillis(149));
            now();
            assertThat(refreshes.started()).isEqualTo(2);
            time.advance(Duration.ofMillis(1));
            now();
            assertThat(refreshes.started()).isEqualTo(3);
        }

        /** Of an endpoint that took so long, or a host that slept meanwhile. */
        @Test
        void that_fails_after_the_last_moment_to_be_in_time_is_not_tried_more_often_for_that() {
            AccessToken slow = refreshes.token(1);
            refreshes.onHold();
            ask();
            time.advance(Duration.ofMinutes(20)); // another is in time until 39 min 50 s, and it is renewed at 49
            refreshes.answer(slow);
            time.advance(Duration.ofMinutes(30));
            refreshes.failing(ControlledRefresh.outage());
            for (Duration t = Duration.ZERO; t.toMinutes() < 9; t = t.plusMillis(100)) {
                assertThat(now()).isEqualTo("t1");
                time.advance(Duration.ofMillis(100));
            }

            assertThat(refreshes.started()).isBetween(12, 60);
        }

        @Test
        void that_hangs_is_joined_by_whoever_comes_after_the_end_of_the_token() {
            now();
            time.advance(Duration.ofMinutes(50));
            refreshes.onHold();
            assertThat(now()).isEqualTo("t1");
            time.advance(Duration.ofMinutes(10));

            TestSubscriber<AccessToken> waiting = ask();
            assertThat(waiting.isTerminated()).isFalse();
            refreshes.answer();

            assertThat(value(waiting)).isEqualTo("t2");
            assertThat(refreshes.started()).isEqualTo(2);
        }

        @Test
        void obeys_the_time_that_the_endpoint_names() {
            now();
            time.advance(Duration.ofMinutes(50));
            refreshes.failing(throttled(Duration.ofMinutes(2)));
            now();
            refreshes.failing(null);

            time.advance(Duration.ofSeconds(119));
            now();
            assertThat(refreshes.started()).isEqualTo(2);
            time.advance(Duration.ofSeconds(2));
            now();
            assertThat(refreshes.started()).isEqualTo(3);
        }

        @Test
        void moves_forward_by_its_own_jitter_drawn_once_per_token() {
            AccessToken token = refreshes.token(1);
            RefreshPolicy jittered = RefreshPolicy.DEFAULT;
            long life = HOUR.toNanos();

            assertThat(CachedToken.NONE.replacedBy(token, jittered, time, 0).refreshAge)
                    .isEqualTo((long) (life * 0.82));
            assertThat(CachedToken.NONE.replacedBy(token, jittered, time, 1).refreshAge)
                    .isEqualTo((long) (life * (0.82 - 0.02)));
        }
    }

    @Nested
    class An_error {

        @Test
        void is_not_remembered() {
            refreshes.failing(ControlledRefresh.outage());
            assertThat(error(ask())).isInstanceOf(Unreachable.class);

            refreshes.failing(null);
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void is_told_at_once_until_the_time_that_the_endpoint_named() {
            refreshes.failing(throttled(Duration.ofSeconds(30)));
            Throwable first = error(ask());
            refreshes.failing(null);

            time.advance(Duration.ofSeconds(29));
            assertThat(error(ask())).isSameAs(first);
            assertThat(refreshes.started()).isEqualTo(1);

            time.advance(Duration.ofSeconds(1));
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void is_not_held_longer_because_the_host_was_suspended() {
            refreshes.failing(throttled(Duration.ofSeconds(30)));
            ask();
            refreshes.failing(null);

            time.suspend(Duration.ofSeconds(31));

            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void that_is_not_of_our_family_is_explained_as_one() {
            refreshes.failing(new IllegalStateException("a bug"));

            assertThat(error(ask()))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage(
                            "token source 'test': the refresh failed unexpectedly: java.lang.IllegalStateException");
        }
    }

    static IntStream readings() {
        return IntStream.range(0, 25);
    }

    private final class BrokenClock implements TokenClock {

        private int reading;
        private int broken = Integer.MAX_VALUE - 5;

        void breakAt(int nth) {
            broken = nth;
            reading = 0;
        }

        int readings() {
            return reading;
        }

        @Override
        public long wallTime() {
            read();
            return time.wallTime();
        }

        @Override
        public long monotonicTime() {
            read();
            return time.monotonicTime();
        }

        private void read() {
            int now = reading++;
            if (now >= broken && now < broken + 5) {
                throw new IllegalStateException("a broken clock");
            }
        }
    }

    @Nested
    class Every_exit_of_a_refresh_frees_the_slot {

        @Test
        void empty() {
            exit(Mono.empty(), "token source 'test': the refresh ended without a token");
        }

        @Test
        void a_throw_while_it_is_assembled() {
            exit(
                    Mono.defer(() -> {
                        throw new ArithmeticException("a bug");
                    }),
                    "token source 'test': the refresh failed unexpectedly: java.lang.ArithmeticException");
        }

        /** Reactor throws these instead of signalling them: a class path with two versions of a library does it. */
        @Test
        void a_class_that_is_missing() {
            exit(
                    Mono.defer(() -> {
                        throw new NoClassDefFoundError("a missing meter");
                    }),
                    "token source 'test': the refresh failed unexpectedly: java.lang.NoClassDefFoundError");
        }

        @Test
        void a_method_that_is_missing() {
            exit(
                    Mono.just("answer").map(answer -> {
                        throw new NoSuchMethodError("of another version");
                    }),
                    "token source 'test': the refresh failed unexpectedly: java.lang.NoSuchMethodError");
        }

        @Test
        void a_throw_in_the_parser() {
            AccessToken unusual = new AccessToken("t", "Bearer", Set.of(), time.now(), HOUR);
            exit(
                    Mono.just(unusual).map(token -> {
                        throw new NumberFormatException("not a number");
                    }),
                    "token source 'test': the refresh failed unexpectedly: java.lang.NumberFormatException");
        }

        /** From the n-th reading of a clock on, five readings fail: somewhere in each step of a refresh. */
        @ParameterizedTest
        @MethodSource("dev.reactivetoken.CachingTokenSourceTest#readings")
        void a_broken_clock(int reading) {
            BrokenClock broken = new BrokenClock();
            source = new CachingTokenSource(
                    "test", request -> refreshes.mono(), policy, events, broken, time.scheduler());
            broken.breakAt(reading);
            List<TestSubscriber<AccessToken>> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                callers.add(ask());
                time.advance(Duration.ofMinutes(50));
            }

            assertThat(broken.readings()).as("the clock broke").isGreaterThan(reading);
            assertThat(callers)
                    .allSatisfy(caller -> assertThat(caller.isTerminated()).isTrue());
            broken.breakAt(Integer.MAX_VALUE - 5);
            time.advance(HOUR);
            assertThat(now()).isEqualTo("t" + refreshes.started());
        }

        @Test
        void a_next_attempt_at_the_end_of_time() {
            ErrorResponse forever = new ErrorResponse(503, null, null, Duration.ofSeconds(Long.MAX_VALUE));
            refreshes.failing(new Unreachable("outage", forever, null)
                    .inRefresh(new RefreshAttempts(
                            "test", 1, NextAttempt.after(time, Duration.ofSeconds(Long.MAX_VALUE)))));
            assertThat(error(ask())).isInstanceOf(Unreachable.class);
            refreshes.failing(null);

            time.advance(Duration.ofDays(1));
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void an_observer_that_throws() {
            source = source(refreshes.mono(), new TokenObserver() {
                @Override
                public void onRefresh(RefreshEvent event) {
                    if (event.failure() == null) {
                        throw new IllegalStateException("a broken meter");
                    }
                    throw new NoClassDefFoundError("a missing meter");
                }
            });

            refreshes.failing(ControlledRefresh.outage());
            assertThat(error(ask())).isInstanceOf(Unreachable.class);
            refreshes.failing(null);
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void an_absurd_lifetime() {
            refreshes.living(Duration.ofSeconds(Long.MAX_VALUE));

            assertThat(now()).isEqualTo("t1");
            time.advance(Duration.ofDays(365));
            assertThat(now()).isEqualTo("t1");
            assertThat(refreshes.started()).isEqualTo(1);
        }

        private void exit(Mono<AccessToken> way, String message) {
            AtomicReference<Mono<AccessToken>> refresh = new AtomicReference<>(way);
            source = source(Mono.defer(refresh::get), events);
            assertThat(error(ask())).isInstanceOf(Unavailable.class).hasMessage(message);

            refresh.set(refreshes.mono());
            assertThat(now()).isEqualTo("t1");
        }
    }

    @Nested
    class A_token {

        @ParameterizedTest
        @ValueSource(ints = {1, 5, 60, 3_600, 86_400})
        void of_any_life_is_renewed_before_its_end_and_never_handed_out_after_it(int seconds) {
            Duration life = Duration.ofSeconds(seconds);
            refreshes.living(life);
            for (int i = 0; i < 1_000; i++) {
                AccessToken got = ask().getReceivedOnNext().get(0);
                assertThat(got.isExpired(time)).isFalse();
                time.advance(life.dividedBy(100));
            }
            // ten lives, each used for 0.82 or a little more of it
            assertThat(refreshes.started()).isBetween(11, 13);
        }

        @Test
        void is_over_at_its_margin_though_nobody_renewed_it() {
            now();
            time.advance(HOUR.minusSeconds(11));
            refreshes.onHold();
            assertThat(now()).isEqualTo("t1");

            time.advance(Duration.ofSeconds(1));
            assertThat(now()).isNull();
        }

        @Test
        void is_over_when_the_host_slept_through_its_end() {
            now();
            time.suspend(HOUR);

            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void just_fetched_is_not_shared_beyond_its_end_because_the_host_slept() {
            now(); // the cache still shares it for a second
            time.suspend(HOUR.multipliedBy(2));

            assertThat(now()).isEqualTo("t2");
            assertThat(now()).isEqualTo("t2");
            assertThat(refreshes.started()).isEqualTo(2);
        }

        @Test
        void is_over_in_time_although_the_wall_clock_was_set_back() {
            now();
            time.advance(Duration.ofMinutes(30));
            time.setWallClock(Duration.ofDays(-1));
            assertThat(now()).isEqualTo("t1");

            time.advance(Duration.ofMinutes(30));
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void is_over_when_the_wall_clock_was_set_forward_past_its_end() {
            now();
            time.setWallClock(Duration.ofDays(1));

            assertThat(now()).isEqualTo("t2");
            time.setWallClock(Duration.ofDays(-1));
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void ages_from_the_moment_its_request_was_sent() {
            AccessToken slow = refreshes.token(1);
            refreshes.onHold();
            ask();
            time.advance(Duration.ofMinutes(50));
            refreshes.answer(slow);

            time.advance(Duration.ofSeconds(2));
            assertThat(now()).isEqualTo("t1");
            assertThat(refreshes.started()).as("it is already aging").isEqualTo(2);
        }

        @Test
        void born_inside_its_own_margin_is_handed_to_those_who_waited() {
            AccessToken late = refreshes.token(1);
            refreshes.onHold();
            TestSubscriber<AccessToken> waiting = ask();
            time.advance(HOUR.minusSeconds(2));
            refreshes.answer(late);

            assertThat(value(waiting)).isEqualTo("t1");
            assertThat(now()).as("also to who comes right after").isEqualTo("t1");
            time.advance(Duration.ofSeconds(1));
            assertThat(now()).isEqualTo("t2");
        }

        @Test
        void born_dead_is_handed_to_those_who_waited_and_shared_for_the_minimum_interval() {
            refreshes.living(Duration.ZERO);

            assertThat(now()).isEqualTo("t1");
            assertThat(now()).isEqualTo("t1");
            time.advance(Duration.ofSeconds(1));
            assertThat(now()).isEqualTo("t2");
        }
    }

    @Test
    void a_hit_reads_one_clock_and_the_other_once_a_millisecond() {
        AtomicInteger wallReads = new AtomicInteger();
        TokenClock counting = new TokenClock() {
            @Override
            public long wallTime() {
                wallReads.incrementAndGet();
                return time.wallTime();
            }

            @Override
            public long monotonicTime() {
                return time.monotonicTime();
            }
        };
        source =
                new CachingTokenSource("test", request -> refreshes.mono(), policy, events, counting, time.scheduler());
        now();
        time.advance(CachedToken.CLOCK_READ_INTERVAL);
        wallReads.set(0);
        for (int i = 0; i < 1_000; i++) {
            now();
        }
        assertThat(wallReads.get()).isEqualTo(1);

        time.advance(CachedToken.CLOCK_READ_INTERVAL);
        now();
        assertThat(wallReads.get()).isEqualTo(2);
    }

    @Nested
    class Invalidating {

        @Test
        void forgets_the_held_token() {
            AccessToken rejected = ask().getReceivedOnNext().get(0);
            time.advance(Duration.ofSeconds(1));
            source.invalidate(rejected);

            assertThat(now()).isEqualTo("t2");
            assertThat(events.told).contains("test invalidated " + rejected);
        }

        @Test
        void late_for_an_old_token_changes_nothing() {
            AccessToken old = ask().getReceivedOnNext().get(0);
            time.advance(Duration.ofSeconds(1));
            source.invalidate(old);
            now();
            source.invalidate(old);

            assertThat(now()).isEqualTo("t2");
            assertThat(refreshes.started()).isEqualTo(2);
        }

        @Test
        void each_token_as_soon_as_it_comes_does_not_make_each_call_a_request() {
            for (int i = 0; i < 100; i++) {
                source.invalidate(ask().getReceivedOnNext().get(0));
                time.advance(Duration.ofMillis(100));
            }

            assertThat(refreshes.started()).as("after 1, 2, 4 and 8 seconds").isEqualTo(5);
        }
    }

    @Nested
    class Closing {

        @Test
        void tells_those_who_wait_and_those_who_come_later() {
            refreshes.onHold();
            TestSubscriber<AccessToken> waiting = ask();
            source.close();

            assertThat(error(waiting)).isInstanceOf(Unavailable.class).hasMessage("token source 'test': closed");
            assertThat(error(ask())).isInstanceOf(Unavailable.class).hasMessage("token source 'test': closed");
            assertThat(refreshes.cancelled()).isEqualTo(1);
        }

        @Test
        void forgets_the_held_token() {
            now();
            source.close();

            assertThat(error(ask())).isInstanceOf(Unavailable.class);
            assertThat(refreshes.started()).isEqualTo(1);
        }

        @Test
        void leaves_no_timer_behind() {
            ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
            Scheduler timers = Schedulers.fromExecutorService(executor);
            try (var real = new CachingTokenSource(
                    "real", request -> refreshes.mono(), policy, events, TokenClock.system(), timers)) {
                real.token().block(Duration.ofSeconds(10));
                assertThat(executor.getQueue()).as("nor is there one before").isEmpty();
                real.close();
                assertThat(executor.getQueue()).isEmpty();
            } finally {
                executor.shutdownNow();
            }
        }

        @Test
        void twice_changes_nothing() {
            source.close();

            assertThatNoException().isThrownBy(source::close);
        }
    }

    @Test
    void a_back_off_does_not_overflow_after_ten_thousand_failures() {
        for (int failures = 1; failures <= 10_000; failures++) {
            assertThat(RefreshPolicy.backoff(failures, HOUR.toNanos(), 0))
                    .isBetween(
                            Duration.ofMillis(100).toNanos(),
                            Duration.ofSeconds(45).toNanos());
        }
        assertThat(RefreshPolicy.DEFAULT.cooldown(10_000)).isEqualTo(Duration.ofMinutes(1));
    }

    private TokenException throttled(Duration wait) {
        NextAttempt next = NextAttempt.after(time, wait);
        return new Unreachable("throttled", new ErrorResponse(429, null, null, wait), null)
                .inRefresh(new RefreshAttempts("test", 1, next));
    }
}
