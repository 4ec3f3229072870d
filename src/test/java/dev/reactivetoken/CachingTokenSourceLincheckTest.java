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
 * ({@link WaiterStackLincheckTest}).
 *
 * <p>The results of calls are not compared with those of some order without overlap: a waiter may get an error
 * older than its call. That is what sharing means. Promises are checked instead.
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
            source =
                    new CachingTokenSource(
                            "lincheck", request -> endpoint, policy, new TokenObserver() {}, time, time) {
                        @Override
                        void reserveStack() {} // lincheck takes a recursion for a thread that hangs
                    };
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
            ask();
            endpoint.answer(first);
            time.advance(Duration.ofMinutes(50));
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
            expect(
                    source.status().waiting() == 0,
                    "left in the stack: ",
                    source.status().waiting());
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
        /** Stands still: the token may end after the source has read its clock. */
        private final TokenClock callersClock = new RacingTime();

        private volatile boolean over;
        private volatile boolean rejected;
        private volatile boolean failed;
        private volatile boolean closed;

        @Operation
        public void token() {
            boolean wasOver = over;
            boolean wasRejected = rejected;
            boolean wasClosed = closed;
            RacingCaller caller = scene.ask(callersClock);
            callers.add(caller);
            // while renewals fail, a rejected token is better than none
            if ((wasOver || (wasRejected && !failed)) && "t0".equals(caller.got())) {
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
            failed = true;
            scene.endpoint.fail(ControlledRefresh.outage());
        }

        @Operation
        public void firstTokenIsRejected() {
            scene.source.invalidate(scene.first);
            rejected = true;
        }

        @Operation
        public void firstTokenEnds() {
            scene.time.advance(HOUR);
            over = true;
        }

        @Operation
        public void renewalIsForced() {
            RacingCaller caller = new RacingCaller(callersClock, 1);
            callers.add(caller);
            scene.source.renew().subscribe(caller);
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
            token();
            scene.settle(callers.toArray(RacingCaller[]::new));
            expect(broken.isEmpty(), "", broken);
        }
    }

    /** And starts no other, though here nothing is shared beyond the refresh: what is held is asked once more. */
    @Test
    void waiter_pushes_while_the_refresh_succeeds_and_is_told() {
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
    void requests_again_while_the_refresh_succeeds_and_is_told_once() {
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
    void close_while_a_refresh_succeeds_does_not_resurrect_the_token() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller waiter = scene.ask();
            race(scene.source::close, scene.endpoint::answer);
            RacingCaller next = scene.ask();
            expect(next.token() == null, "the next got ", next.got());
            scene.settle(waiter, next);
        });
    }

    /** What the cache shares is over for both; the one that claims expires it. */
    @Test
    void two_late_callers_while_the_cache_expires_and_both_get_the_next_token() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller early = scene.askAtTheVeryEnd();
            RacingCaller[] late = new RacingCaller[2];
            race(() -> late[0] = scene.ask(), () -> late[1] = scene.ask());
            scene.settle(early, late[0], late[1]);
            expect(scene.endpoint.started() == 2, "refreshes: ", scene.endpoint.started());
            expect("t2".equals(late[0].got()), "a late one got ", late[0].got());
        });
    }

    /** Another whole refresh between a caller's claim and the question whether it is needed. */
    @Test
    void late_caller_while_another_one_gets_its_token_and_that_is_shared() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller early = scene.askAtTheVeryEnd();
            RacingCaller[] late = new RacingCaller[2];
            race(() -> late[0] = scene.ask(), () -> {
                late[1] = scene.ask();
                scene.endpoint.answer();
            });
            scene.settle(early, late[0], late[1]);
            scene.source.invalidate(scene.endpoint.token(2));
            RacingCaller next = scene.ask();
            expect("t2".equals(next.got()), "what is shared is ", next.got());
            scene.settle(next);
        });
    }

    @Test
    void waiter_pushes_while_the_refresh_fails_and_is_told_or_starts_the_next() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            RacingCaller first = scene.ask();
            RacingCaller[] second = new RacingCaller[1];
            race(() -> second[0] = scene.ask(), () -> scene.endpoint.fail(ControlledRefresh.outage()));
            scene.settle(first, second[0]);
            expect(scene.endpoint.started() <= 2, "refreshes: ", scene.endpoint.started());
        });
    }

    @Test
    void invalidate_while_the_renewal_fails_and_the_token_is_served_on() {
        inEveryOrder(() -> {
            Scene scene = new Scene().aging();
            RacingCaller renewing = scene.ask();
            race(() -> scene.source.invalidate(scene.first), () -> scene.endpoint.fail(ControlledRefresh.outage()));
            RacingCaller next = scene.ask();
            scene.settle(renewing, next);
            expect("t0".equals(next.got()), "the next got ", next.got());
        });
    }

    /** A claim that was not started, as by a caller out of stack, is started by the next one. */
    @Test
    void two_callers_while_a_thread_cannot_be_started_and_both_are_told() {
        inEveryOrder(() -> {
            Scene scene = new Scene();
            scene.time.failNextSchedule(new OutOfMemoryError("unable to create native thread"));
            RacingCaller[] both = new RacingCaller[2];
            race(() -> both[0] = scene.ask(), () -> both[1] = scene.ask());
            scene.settle(both);
            RacingCaller next = scene.ask();
            scene.settle(next);
            expect(next.token() != null, "the next got ", next.got());
        });
    }
}
