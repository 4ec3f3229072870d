package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.test.util.RaceTestUtils.race;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Two threads and one source, many rounds of each pair. Whoever wins: at most one request is in flight, every caller
 * is told exactly once, no caller is stranded, no token handed out is over, and the next caller is served.
 *
 * <p>Threads meet here by luck; {@code CachingTokenSourceLincheckTest} tries the meetings one by one.
 */
class CachingTokenSourceRaceTest {

    private static final int ROUNDS = 3_000;
    private static final int ROUNDS_OF_CROWDS = 300;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String OUTAGE = "outage (503)";
    private static final String CLOSED = "token source 'race': closed";

    /** One source with everything around it, new for each round. */
    private static final class Round {

        final RacingTime time = new RacingTime();
        final RacedEndpoint endpoint = new RacedEndpoint(time, HOUR);
        final Events events = new Events();
        final CachingTokenSource source = new CachingTokenSource(
                "race",
                request -> endpoint,
                RefreshPolicy.DEFAULT.withJitter(0),
                TokenObserver.composite(List.of(events)),
                time,
                time);
        private final ConcurrentLinkedQueue<RacingCaller> callers = new ConcurrentLinkedQueue<>();

        RacingCaller ask() {
            return ask(1);
        }

        RacingCaller ask(long initialRequest) {
            RacingCaller caller = new RacingCaller(time, initialRequest);
            callers.add(caller);
            source.token().subscribe(caller);
            return caller;
        }

        List<RacingCaller> crowd(int size) {
            return IntStream.range(0, size).mapToObj(i -> ask()).toList();
        }

        boolean fail() {
            return endpoint.fail(ControlledRefresh.outage());
        }

        /** Holds t1, which is due for renewal. */
        AccessToken aging() {
            ask();
            endpoint.answer();
            time.advance(Duration.ofMinutes(50));
            time.fireTimers();
            return endpoint.token(1);
        }

        /** Ends what is in flight, and no caller may have a complaint. */
        void settle() {
            while (endpoint.inFlight() > 0) {
                endpoint.answer();
            }
            assertThat(endpoint.maxInFlight()).as("requests in flight at once").isLessThanOrEqualTo(1);
            assertThat(callers.stream().map(RacingCaller::complaint).filter(c -> c != null))
                    .as("complaints of %s callers", callers.size())
                    .isEmpty();
            assertThat(source.status().waiting()).as("left in the crowd").isZero();
        }

        /** What the next caller gets, with the help of the endpoint if need be. */
        @Nullable
        String next() {
            RacingCaller next = ask();
            endpoint.answer();
            return next.got();
        }
    }

    private static void rounds(int count, Consumer<Round> one) {
        for (int i = 0; i < count; i++) {
            Round round = new Round();
            one.accept(round);
            round.settle();
        }
    }

    private static void rounds(Consumer<Round> one) {
        rounds(ROUNDS, one);
    }

    @Nested
    class A_caller {

        @Test
        void two_first_callers_start_one_refresh() {
            rounds(round -> {
                race(round::ask, round::ask);
                assertThat(round.endpoint.started()).isEqualTo(1);
            });
        }

        @Test
        void waiter_joins_while_the_refresh_succeeds_and_is_told() {
            rounds(round -> {
                round.ask();
                RacingCaller[] second = new RacingCaller[1];
                race(() -> second[0] = round.ask(), round.endpoint::answer);
                assertThat(second[0].got()).isEqualTo("t1");
                assertThat(round.endpoint.started()).isEqualTo(1);
            });
        }

        @Test
        void waiter_joins_while_the_refresh_fails_and_is_told_the_failure_or_starts_the_next() {
            rounds(round -> {
                round.ask();
                RacingCaller[] second = new RacingCaller[1];
                race(() -> second[0] = round.ask(), round::fail);
                assertThat(second[0].got()).isIn(OUTAGE, null);
                // one that was pushed between clear and drain is told the failure and has started the next all the same
                assertThat(round.endpoint.started()).isBetween(second[0].isTold() ? 1 : 2, 2);
                assertThat(round.next()).isIn("t1", "t2", "t3");
            });
        }

        @Test
        void two_waiters_join_while_the_refresh_fails() {
            rounds(round -> {
                round.ask();
                race(round::ask, round::ask, round::fail);
                assertThat(round.endpoint.started()).isLessThanOrEqualTo(2);
            });
        }

        @Test
        void cancel_while_the_refresh_succeeds_and_the_other_is_told() {
            rounds(round -> {
                RacingCaller leaving = round.ask();
                RacingCaller staying = round.ask();
                race(leaving::cancel, round.endpoint::answer);
                assertThat(staying.got()).isEqualTo("t1");
                assertThat(leaving.got()).isIn("t1", null);
            });
        }

        @Test
        void cancel_while_it_asks_stops_nothing() {
            rounds(round -> {
                RacingCaller caller = round.ask(0);
                race(caller::request, caller::cancel);
                assertThat(round.next()).isEqualTo("t1");
            });
        }

        @Test
        void two_requests_of_one_subscriber_at_once() {
            rounds(round -> {
                RacingCaller caller = round.ask(0);
                race(caller::request, caller::request);
                round.endpoint.answer();
                assertThat(caller.got()).isEqualTo("t1");
                assertThat(round.endpoint.started()).isEqualTo(1);
            });
        }

        @Test
        void two_requests_of_one_subscriber_while_another_joins_lose_nobody() {
            rounds(round -> {
                RacingCaller waiting = round.ask();
                RacingCaller caller = round.ask(0);
                race(caller::request, caller::request, round::ask);
                round.endpoint.answer();
                assertThat(waiting.got()).isEqualTo("t1");
            });
        }

        @Test
        void requests_again_while_the_refresh_succeeds() {
            rounds(round -> {
                RacingCaller caller = round.ask();
                race(caller::request, round.endpoint::answer);
                assertThat(caller.got()).isEqualTo("t1");
            });
        }

        @Test
        void requests_again_while_the_refresh_fails_and_when_a_token_is_there() {
            rounds(round -> {
                RacingCaller caller = round.ask();
                race(caller::request, round::fail);
                assertThat(caller.got()).isEqualTo(OUTAGE);
                assertThat(round.next()).isEqualTo("t2");
                caller.request();
            });
        }

        @Test
        void asks_while_the_token_ends_and_gets_a_live_one() {
            rounds(round -> {
                round.aging();
                RacingCaller caller = round.ask(0);
                race(() -> round.time.advance(HOUR), () -> round.source.invalidate(round.endpoint.token(1)));
                caller.request();
                round.endpoint.answer();
                assertThat(caller.got()).isEqualTo("t2");
            });
        }
    }

    @Nested
    class A_renewal {

        @Test
        void two_claims_at_once_start_one_renewal() {
            rounds(round -> {
                round.aging();
                RacingCaller[] both = new RacingCaller[2];
                race(() -> both[0] = round.ask(), () -> both[1] = round.ask());
                assertThat(both).allSatisfy(caller -> assertThat(caller.got()).isEqualTo("t1"));
                assertThat(round.endpoint.started()).isEqualTo(2);
            });
        }

        @Test
        void two_claims_of_a_renewal_that_is_answered_at_once_start_one() {
            rounds(round -> {
                round.aging();
                race(round::ask, round::ask, round.endpoint::answer);
                round.settle();
                assertThat(round.endpoint.started()).isEqualTo(2);
                assertThat(round.next()).isEqualTo("t2");
            });
        }

        @Test
        void claim_while_the_renewal_before_fails_makes_nobody_wait() {
            rounds(round -> {
                round.aging();
                round.ask();
                RacingCaller[] caller = new RacingCaller[1];
                race(() -> caller[0] = round.ask(), round::fail);
                assertThat(caller[0].got()).isEqualTo("t1");
                round.settle();
                round.time.advance(Duration.ofMinutes(1));
                int before = round.endpoint.started();
                round.ask();
                assertThat(round.endpoint.started()).as("is tried again").isEqualTo(before + 1);
            });
        }

        @Test
        void succeeds_while_the_token_ends_and_a_caller_asks() {
            rounds(round -> {
                round.aging();
                round.ask();
                AccessToken second = new AccessToken(
                        "t2", "Bearer", Set.of(), new Moment(2 * HOUR.toMillis(), 2 * HOUR.toNanos()), HOUR);
                RacingCaller caller = round.ask(0);
                round.time.advance(Duration.ofMinutes(20));
                race(caller::request, () -> round.endpoint.answer(second));
                assertThat(caller.got()).isEqualTo("t2");
                assertThat(round.endpoint.started()).isEqualTo(2);
            });
        }
    }

    @Nested
    class Invalidate {

        @Test
        void while_a_renewal_succeeds_and_the_new_token_stays() {
            rounds(round -> {
                AccessToken first = round.aging();
                round.ask();
                race(() -> round.source.invalidate(first), round.endpoint::answer);
                assertThat(round.ask().got()).isEqualTo("t2");
            });
        }

        @Test
        void while_a_caller_claims_the_renewal_and_the_rejected_token_is_gone() {
            rounds(round -> {
                AccessToken first = round.aging();
                race(() -> round.source.invalidate(first), round::ask);
                assertThat(round.ask().got()).isNull();
                assertThat(round.events.told).last().asString().startsWith("race invalidated");
            });
        }

        @Test
        void while_a_renewal_fails_and_the_token_is_served_on() {
            rounds(round -> {
                AccessToken first = round.aging();
                round.ask();
                race(() -> round.source.invalidate(first), round::fail);
                assertThat(round.ask().got()).isEqualTo("t1");
            });
        }

        @Test
        void by_two_at_once_is_told_once() {
            rounds(round -> {
                AccessToken first = round.aging();
                race(() -> round.source.invalidate(first), () -> round.source.invalidate(first));
                assertThat(round.events.told.stream().filter(event -> event.contains("invalidated")))
                        .hasSize(1);
            });
        }
    }

    @Nested
    class Close {

        @Test
        void while_a_refresh_succeeds_does_not_resurrect_the_token() {
            rounds(round -> {
                RacingCaller waiter = round.ask();
                race(round.source::close, round.endpoint::answer);
                assertThat(waiter.got()).isIn("t1", CLOSED);
                assertThat(round.ask().got()).isEqualTo(CLOSED);
            });
        }

        @Test
        void while_a_waiter_joins_and_it_is_told() {
            rounds(round -> {
                RacingCaller[] waiter = new RacingCaller[1];
                race(round.source::close, () -> waiter[0] = round.ask());
                assertThat(waiter[0].got()).isEqualTo(CLOSED);
                assertThat(round.endpoint.inFlight()).isZero();
            });
        }

        @Test
        void while_a_caller_claims_the_renewal() {
            rounds(round -> {
                round.aging();
                RacingCaller[] caller = new RacingCaller[1];
                race(round.source::close, () -> caller[0] = round.ask());
                assertThat(caller[0].got()).isIn("t1", CLOSED);
                assertThat(round.ask().got()).isEqualTo(CLOSED);
                assertThat(round.endpoint.inFlight()).isZero();
            });
        }

        @Test
        void while_a_token_is_invalidated() {
            rounds(round -> {
                AccessToken first = round.aging();
                race(round.source::close, () -> round.source.invalidate(first));
                assertThat(round.ask().got()).isEqualTo(CLOSED);
            });
        }

        @Test
        void while_a_renewal_fails() {
            rounds(round -> {
                round.aging();
                round.ask();
                race(round.source::close, round::fail);
                assertThat(round.ask().got()).isEqualTo(CLOSED);
            });
        }
    }

    @Nested
    class A_sweep {

        @Test
        void of_leavers_while_the_crowd_is_told() {
            rounds(ROUNDS_OF_CROWDS, round -> {
                List<RacingCaller> crowd = round.crowd(2_100);
                Runnable leaving = everyOther(crowd, 0, 1_023);
                RacingCaller last = crowd.get(2_098);
                leaving.run();
                race(last::cancel, round.endpoint::answer);
            });
        }

        @Test
        void while_others_join() {
            rounds(ROUNDS_OF_CROWDS, round -> {
                List<RacingCaller> crowd = round.crowd(2_100);
                everyOther(crowd, 0, 1_023).run();
                race(crowd.get(2_098)::cancel, () -> round.crowd(100));
                assertThat(round.source.status().waiting())
                        .as("the leavers are swept out")
                        .isLessThan(1_300);
            });
        }

        @Test
        void while_those_that_it_keeps_leave() {
            rounds(ROUNDS_OF_CROWDS, round -> {
                List<RacingCaller> crowd = round.crowd(2_200);
                everyOther(crowd, 0, 1_023).run();
                race(crowd.get(2_198)::cancel, everyOther(crowd, 1, 1_000));
            });
        }

        @Test
        void meets_another_sweep() {
            rounds(ROUNDS_OF_CROWDS, round -> {
                List<RacingCaller> crowd = round.crowd(4_400);
                race(everyOther(crowd, 0, 2_050), everyOther(crowd, 1, 2_050));
            });
        }

        private Runnable everyOther(List<RacingCaller> crowd, int first, int count) {
            return () -> IntStream.range(0, count)
                    .mapToObj(i -> crowd.get(first + 2 * i))
                    .forEach(RacingCaller::cancel);
        }
    }

    @Nested
    class The_time_to_live_of_the_cache {

        /** Held and shared up to the very end of its life, which is now. */
        private void justOver(Round round) {
            round.time.advance(HOUR);
            Moment issued = new Moment(1_000, 1_000_000_000);
            round.ask();
            round.endpoint.answer(new AccessToken("t1", "Bearer", Set.of(), issued, HOUR));
            round.time.advance(Duration.ofSeconds(1));
        }

        @Test
        void ends_for_two_late_callers_and_they_share_the_next_request() {
            rounds(round -> {
                justOver(round);
                race(round::ask, round::ask);
                assertThat(round.endpoint.started()).isEqualTo(2);
            });
        }

        @Test
        void ends_for_a_late_caller_while_another_gets_its_token_and_there_is_no_third_request() {
            rounds(round -> {
                justOver(round);
                race(round::ask, round::ask, () -> {
                    round.ask();
                    round.endpoint.answer();
                });
                round.settle();
                assertThat(round.endpoint.started()).isEqualTo(2);
            });
        }
    }

    /** Everything at once. The clock moves only while no thread is in the source, so that "is over" is exact. */
    @Test
    void of_callers_cancels_rejections_failures_and_ends_of_life_strands_nobody() {
        int threads = 4;
        Round round = new Round();
        ReentrantReadWriteLock clock = new ReentrantReadWriteLock();
        AtomicInteger seed = new AtomicInteger(42);
        Runnable racer = () -> {
            Random random = new Random(seed.getAndIncrement());
            List<RacingCaller> waiting = new ArrayList<>();
            AccessToken seen = round.endpoint.token(0);
            for (int i = 0; i < 25_000; i++) {
                int what = random.nextInt(100);
                boolean moves = what == 0;
                (moves ? clock.writeLock() : clock.readLock()).lock();
                try {
                    if (moves) {
                        round.time.advance(Duration.ofSeconds(random.nextInt(1_500)));
                    } else if (what < 70) {
                        RacingCaller caller = round.ask();
                        AccessToken got = caller.token();
                        if (got == null) {
                            waiting.add(caller);
                        } else {
                            seen = got;
                        }
                    } else if (what < 80) {
                        round.endpoint.answer();
                    } else if (what < 85) {
                        round.fail();
                    } else if (what < 90) {
                        round.source.invalidate(seen);
                    } else if (what < 95) {
                        round.time.fireTimers();
                    } else if (!waiting.isEmpty()) {
                        waiting.remove(random.nextInt(waiting.size())).cancel();
                    }
                } finally {
                    (moves ? clock.writeLock() : clock.readLock()).unlock();
                }
            }
        };

        race(IntStream.range(0, threads).mapToObj(i -> racer).toArray(Runnable[]::new));

        round.settle();
        assertThat(round.endpoint.started()).as("refreshes").isGreaterThan(threads * 100);
        assertThat(round.next()).isNotNull();
    }
}
