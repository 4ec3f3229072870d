package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.test.util.RaceTestUtils.race;

import dev.reactivetoken.token.AccessToken;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

class MonoTimeoutTest {

    private static final int ROUNDS = 3_000;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final RacingTime time = new RacingTime();

    private <T> MonoTimeout<T> limited(Mono<T> source) {
        return limited(source, time);
    }

    private static <T> MonoTimeout<T> limited(Mono<T> source, Scheduler timer) {
        return new MonoTimeout<>(source, LIMIT::toNanos, timer, () -> new IllegalStateException("late"));
    }

    private void pass(Duration by) {
        time.advance(by);
        time.fireTimers();
    }

    @Test
    void an_answer_in_time_passes_and_leaves_no_timer() {
        TestPublisher<String> source = TestPublisher.create();
        StepVerifier.create(limited(source.mono()))
                .then(() -> pass(LIMIT.minusNanos(1)))
                .then(() -> source.emit("answer"))
                .expectNext("answer")
                .verifyComplete();
        assertThat(time.timers()).isZero();
    }

    @Test
    void an_error_in_time_passes_and_leaves_no_timer() {
        StepVerifier.create(limited(Mono.error(new IllegalArgumentException("its own"))))
                .verifyErrorMessage("its own");
        assertThat(time.timers()).isZero();
    }

    @Test
    void an_end_without_answer_passes_and_leaves_no_timer() {
        StepVerifier.create(limited(Mono.empty())).verifyComplete();
        assertThat(time.timers()).isZero();
    }

    @Test
    void at_the_limit_the_source_is_cancelled_and_the_subscriber_told() {
        TestPublisher<String> source = TestPublisher.create();
        StepVerifier.create(limited(source.mono())).then(() -> pass(LIMIT)).verifyErrorMessage("late");
        source.assertCancelled();
    }

    @Test
    void the_limit_holds_for_a_source_that_does_not_even_answer_the_subscription() {
        Mono<String> dead = Mono.fromDirect(subscriber -> {});
        StepVerifier.create(limited(dead)).then(() -> pass(LIMIT)).verifyErrorMessage("late");
    }

    @Test
    void an_answer_after_the_limit_is_dropped() {
        TestPublisher<String> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        StepVerifier.create(limited(source.mono()))
                .then(() -> pass(LIMIT))
                .then(() -> source.emit("too late"))
                .expectErrorMessage("late")
                .verifyThenAssertThat()
                .hasDropped("too late");
    }

    @Test
    void nothing_is_asked_for_before_the_subscriber_asks() {
        TestPublisher<String> source = TestPublisher.create();
        StepVerifier.create(limited(source.mono()), 0)
                .then(() -> source.assertMinRequested(0))
                .thenRequest(1)
                .then(() -> source.assertMinRequested(1))
                .thenCancel()
                .verify();
        source.assertCancelled();
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_subscriber_who_leaves_at_once_leaves_no_timer() {
        limited(Mono.never()).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });
        assertThat(time.timers()).isZero();
    }

    @Test
    void the_context_of_the_subscriber_reaches_the_source() {
        Mono<String> source = Mono.deferContextual(context -> Mono.just(context.get("key")));
        StepVerifier.create(limited(source).contextWrite(Context.of("key", "value")))
                .expectNext("value")
                .verifyComplete();
    }

    @Test
    void a_scheduler_that_takes_no_tasks_costs_the_limit_and_not_the_answer() {
        Scheduler ended = Schedulers.newSingle("ended");
        ended.dispose();
        StepVerifier.create(limited(Mono.just("answer"), ended))
                .expectNext("answer")
                .verifyComplete();
    }

    @Test
    void answer_vs_timeout() {
        rounds(round -> {
            RacingCaller caller = round.ask();
            race(round.endpoint::answer, round.time::fireTimers);
            assertThat(caller.got()).isIn("t1", "late");
        });
    }

    @Test
    void failure_vs_timeout() {
        rounds(round -> {
            RacingCaller caller = round.ask();
            race(() -> round.endpoint.fail(ControlledRefresh.outage()), round.time::fireTimers);
            assertThat(caller.got()).isIn("outage (503)", "late");
        });
    }

    @Test
    void cancel_vs_timeout() {
        rounds(round -> {
            RacingCaller caller = round.ask();
            race(caller::cancel, round.time::fireTimers);
            assertThat(caller.got()).isIn(null, "late");
        });
    }

    @Test
    void cancel_vs_answer() {
        rounds(round -> {
            RacingCaller caller = round.ask();
            race(caller::cancel, round.endpoint::answer);
            assertThat(caller.got()).isIn(null, "t1");
        });
    }

    /** A limit that is due, around a request in flight. */
    private static final class Round {

        final RacingTime time = new RacingTime();
        final RacedEndpoint endpoint = new RacedEndpoint(time, Duration.ofHours(1));
        final Mono<AccessToken> limited = limited(endpoint, time);
        final RacingCaller caller = new RacingCaller(time, 1);

        RacingCaller ask() {
            limited.subscribe(caller);
            time.advance(LIMIT);
            return caller;
        }
    }

    /** However it ends, it does once, and leaves neither a request nor a timer behind. */
    private static void rounds(Consumer<Round> one) {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            one.accept(round);
            assertThat(round.caller.complaint()).isNull();
            assertThat(round.endpoint.inFlight()).isZero();
            assertThat(round.time.timers()).isZero();
        }
    }
}
