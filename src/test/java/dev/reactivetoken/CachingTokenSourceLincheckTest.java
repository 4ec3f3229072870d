package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenClock.Moment;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The whole engine under model checking: lincheck decides before each access to shared memory which thread goes on, and
 * tries one order after the other, those with few switches first; a failure is told with the order that led to it.
 * {@link Anything} does so with random scenes of everything that can happen, the tests here with chosen pairs.
 *
 * <p>Finds what luck does not: a rejection lost to a claim one instruction away, a cache that is being cleared while it
 * is still read. Cannot find: what needs more threads, more switches or more steps than its rounds cover
 * ({@link CachingTokenSourceRaceTest} has the crowds and the mixtures), what needs a weak memory, for it runs one
 * thread at a time (the races again), and orders inside the crowd, which it reaches better without Reactor around it
 * ({@link CrowdLincheckTest}).
 *
 * <p>The results of calls are not compared with those of some order without overlap: who joins a flight may get an
 * error older than his call. That is what sharing means. Promises are checked instead.
 */
class CachingTokenSourceLincheckTest {

    private static final int ORDERS = 100;
    private static final Duration HOUR = Duration.ofHours(1);

    /** New for each order. */
    private static final class Scene {

        final RacingTime time = new RacingTime();
        final RacedEndpoint endpoint = new RacedEndpoint(time, HOUR);
        final AccessToken first = endpoint.token(0);
        final CachingTokenSource source;

        Scene() {
            this(RefreshPolicy.DEFAULT.withJitter(0));
        }

        Scene(RefreshPolicy policy) {
            source = new CachingTokenSource("lincheck", endpoint, policy, new TokenObserver() {}, null, time, time);
        }

        RacingCaller ask() {
            return ask(time);
        }

        RacingCaller ask(TokenClock callersClock) {
            RacingCaller caller = new RacingCaller(callersClock, 1);
            source.token().subscribe(caller);
            return caller;
        }

        /** t0 is held and due for renewal. */
        Scene aging() {
            source.hold(new Held(first, 0, HOUR.toNanos(), HOUR.toNanos(), 0));
            return this;
        }

        /** Gets t1, which is held and shared up to the very end of its life, which is now. */
        RacingCaller askAtTheVeryEnd() {
            time.advance(HOUR);
            RacingCaller caller = ask();
            Moment aMomentLater = new Moment(1, 1_000_000);
            endpoint.answer(new AccessToken("t1", "Bearer", Set.of(), aMomentLater, HOUR));
            time.advance(Duration.ofMillis(1));
            return caller;
        }

        /** Ends what is in flight, and who waited must be content. */
        void settle(RacingCaller... callers) {
            while (endpoint.answer()) {}
            expect(endpoint.maxInFlight() <= 1, "requests at once: ", endpoint.maxInFlight());
            expect(endpoint.inFlight() == 0, "still in flight: ", endpoint.inFlight());
            expect(source.waiting() == 0, "left in the crowd: ", source.waiting());
            for (RacingCaller caller : callers) {
                expect(caller.complaint() == null, "a caller: ", caller.complaint());
            }
        }
    }

    private static void expect(boolean kept, String what, @Nullable Object value) {
        if (!kept) {
            throw new AssertionError(what + value);
        }
    }

    private static void race(Runnable... racers) {
        Thread[] threads = new Thread[racers.length];
        for (int i = 0; i < racers.length; i++) {
            threads[i] = new Thread(racers[i]);
            threads[i].start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private static void inEveryOrder(Runnable scene) {
        scene.run(); // initializers of classes are not what is examined here
        Lincheck.runConcurrentTest(ORDERS, scene);
    }

    @Test
    void anything_at_once_strands_nobody_and_brings_nothing_back() {
        new ModelCheckingOptions()
                .iterations(30)
                .invocationsPerIteration(60)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(2)
                .actorsAfter(0)
                .minimizeFailedScenario(false)
                .verifier(EpsilonVerifier.class)
                .check(Anything.class);
    }

    /** Three calls each of two threads, of whatever may happen to a source that holds t0, due for renewal. */
    public static final class Anything {

        private final Scene scene = new Scene().aging();
        private final Queue<RacingCaller> callers = new ConcurrentLinkedQueue<>();
        private final Queue<String> broken = new ConcurrentLinkedQueue<>();
        /** Stands still: the token may end after the source's look, which is nobody's fault. */
        private final TokenClock callersClock = new RacingTime();

        private volatile boolean over;
        private volatile boolean closed;

        @Operation
        public void token() {
            boolean wasOver = over;
            boolean wasClosed = closed;
            RacingCaller caller = scene.ask(callersClock);
            callers.add(caller);
            if (wasOver && "t0".equals(caller.got())) {
                broken.add("t0 after its end or its rejection");
            }
            if (wasClosed && caller.token() != null) {
                broken.add(caller.got() + " after the end of the source");
            }
        }

        @Operation
        public void tokenForOneWhoLeaves() {
            RacingCaller caller = scene.ask(callersClock);
            callers.add(caller);
            caller.cancel();
        }

        /** With a token that outlives the scene, so that it is clear which one is over. */
        @Operation
        public void refreshSucceeds() {
            Moment ahead =
                    new Moment(Duration.ofDays(1).toMillis(), Duration.ofDays(1).toNanos());
            scene.endpoint.answer(new AccessToken("later", "Bearer", Set.of(), ahead, HOUR));
        }

        @Operation
        public void refreshFails() {
            scene.endpoint.fail(ControlledRefresh.outage());
        }

        @Operation
        public void firstTokenIsRejected() {
            scene.source.invalidate(scene.first);
            over = true;
        }

        @Operation
        public void firstTokenEnds() {
            scene.time.advance(HOUR);
            over = true;
        }

        @Operation
        public void timersFire() {
            scene.time.fireTimers();
        }

        @Operation
        public void close() {
            scene.source.close();
            closed = true;
        }

        @Validate
        public void everybodyIsContent() {
            scene.settle(callers.toArray(RacingCaller[]::new));
            expect(broken.isEmpty(), "", broken);
            expect(!closed || scene.time.timers() == 0, "timers: ", scene.time.timers());
            token();
            scene.settle(callers.toArray(RacingCaller[]::new));
            expect(broken.isEmpty(), "", broken);
        }
    }

    /** And starts no other, though here nothing is shared beyond the flight: he looks at what is held once more. */
    @Test
    void waiter_joins_while_the_flight_lands_and_is_told() {
        inEveryOrder(() -> {
            Scene scene = new Scene(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO));
            RacingCaller first = scene.ask();
            RacingCaller[] second = new RacingCaller[1];
            race(() -> second[0] = scene.ask(), scene.endpoint::answer);
            scene.settle(first, second[0]);
            expect(scene.endpoint.started() == 1, "refreshes: ", scene.endpoint.started());
        });
    }

    @Test
    void requests_again_while_the_flight_lands_and_is_told_once() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller caller = scene.ask();
            race(caller::request, scene.endpoint::answer);
            scene.settle(caller);
        });
    }

    @Test
    void invalidate_while_a_caller_claims_the_renewal_and_the_rejected_token_is_gone() {
        inEveryOrder(() -> {
            Scene scene = new Scene().aging();
            race(() -> scene.source.invalidate(scene.first), scene::ask);
            RacingCaller next = scene.ask();
            expect(next.got() == null, "the next got ", next.got());
            scene.settle(next);
        });
    }

    @Test
    void close_while_a_refresh_lands_does_not_resurrect_the_token() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller waiter = scene.ask();
            race(scene.source::close, scene.endpoint::answer);
            RacingCaller next = scene.ask();
            expect(next.token() == null, "the next got ", next.got());
            scene.settle(waiter, next);
            expect(scene.time.timers() == 0, "timers: ", scene.time.timers());
        });
    }

    @Test
    void time_to_live_timer_while_a_late_caller_runs_it_himself() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller early = scene.askAtTheVeryEnd();
            RacingCaller[] late = new RacingCaller[1];
            race(scene.time::fireTimers, () -> late[0] = scene.ask());
            scene.settle(early, late[0]);
            expect("t2".equals(late[0].got()), "the late one got ", late[0].got());
        });
    }

    /** Else his request would fly where neither the next caller nor close() can find it. */
    @Test
    void flight_goes_while_a_late_caller_enters_and_he_is_on_the_one_that_is_kept() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller early = scene.askAtTheVeryEnd();
            RacingCaller[] late = new RacingCaller[1];
            race(scene.time::fireTimers, () -> late[0] = scene.ask());
            scene.settle(early, late[0]);
            scene.source.invalidate(scene.endpoint.token(2));
            RacingCaller next = scene.ask();
            expect("t2".equals(next.got()), "what is shared is ", next.got());
            scene.source.close();
            expect(scene.time.timers() == 0, "timers: ", scene.time.timers());
            scene.settle(early, late[0], next);
        });
    }

    /** A whole flight between the look whether this one is needed and its end. */
    @Test
    void flight_goes_while_the_next_one_lands_and_its_token_is_shared() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller early = scene.askAtTheVeryEnd();
            RacingCaller[] late = new RacingCaller[1];
            race(scene.time::fireTimers, () -> {
                late[0] = scene.ask();
                scene.endpoint.answer();
            });
            scene.settle(early, late[0]);
            scene.source.invalidate(scene.endpoint.token(2));
            RacingCaller next = scene.ask();
            expect("t2".equals(next.got()), "what is shared is ", next.got());
            scene.settle(next);
        });
    }

    /** Both see that nothing is shared any more, the timer and the rider who was just told. */
    @Test
    void flight_goes_while_its_last_rider_leaves_and_nothing_is_kept() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller caller = scene.ask();
            race(scene.endpoint::answer, () -> {
                scene.time.advance(Duration.ofSeconds(1));
                scene.time.fireTimers();
            });
            scene.time.advance(Duration.ofSeconds(1));
            scene.time.fireTimers();
            scene.settle(caller);
            expect(!scene.source.keepsFlight(), "kept: ", scene.source);
        });
    }
}
