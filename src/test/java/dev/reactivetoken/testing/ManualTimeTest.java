package dev.reactivetoken.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.ClientAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.test.util.RaceTestUtils;

class ManualTimeTest {

    private final ManualTime time = new ManualTime();
    private final Scheduler scheduler = time.scheduler();
    private final List<String> ran = new ArrayList<>();

    private Runnable note(String what) {
        return () -> ran.add(what + " at " + scheduler.now(TimeUnit.MILLISECONDS));
    }

    @Nested
    class The_clocks {

        @Test
        void stand_still_until_moved() {
            assertThat(time.instant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(time.monotonicTime()).isZero();

            time.advance(Duration.ofSeconds(90));

            assertThat(time.instant()).isEqualTo(Instant.parse("2026-01-01T00:01:30Z"));
            assertThat(time.monotonicTime()).isEqualTo(90_000_000_000L);
        }

        @Test
        void do_not_go_back_together() {
            assertThatThrownBy(() -> time.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void part_when_the_wall_clock_is_set() {
            time.setWallClock(Duration.ofHours(-2));

            assertThat(time.instant()).isEqualTo(Instant.parse("2025-12-31T22:00:00.001Z"));
            assertThat(time.monotonicTime()).isEqualTo(1_000_000);
        }

        @Test
        void part_when_the_host_is_suspended() {
            scheduler.schedule(note("timer"), 1, TimeUnit.MINUTES);

            time.suspend(Duration.ofHours(1));

            assertThat(time.wallTime())
                    .isGreaterThanOrEqualTo(
                            Instant.parse("2026-01-01T01:00:00Z").toEpochMilli());
            assertThat(ran).isEmpty();
        }

        @Test
        void age_the_token_of_a_source_that_was_given_them() {
            ScriptedEndpoint endpoint = new ScriptedEndpoint(time);
            ReactiveTokenSource source = ReactiveTokenSource.builder()
                    .endpoint(endpoint)
                    .authentication(ClientAuthentication.none("client"))
                    .clock(time)
                    .scheduler(time.scheduler())
                    .build();
            source.token().subscribe(token -> ran.add(token.value()));
            time.suspend(Duration.ofHours(1));

            source.token().subscribe(token -> ran.add(token.value()));

            assertThat(ran).containsExactly("t1", "t2");
        }
    }

    @Nested
    class A_task {

        @Test
        void without_delay_runs_at_once_on_the_thread_that_schedules_it() {
            List<Thread> threads = new ArrayList<>();

            scheduler.schedule(() -> threads.add(Thread.currentThread()));

            assertThat(threads).containsExactly(Thread.currentThread());
        }

        @Test
        void runs_at_its_own_time_in_the_order_of_due_times() {
            scheduler.schedule(note("second"), 20, TimeUnit.MILLISECONDS);
            scheduler.schedule(note("first"), 10, TimeUnit.MILLISECONDS);
            scheduler.schedule(note("third"), 20, TimeUnit.MILLISECONDS);

            time.advance(Duration.ofMillis(19));
            assertThat(ran).containsExactly("first at 10");
            time.advance(Duration.ofMillis(100));

            assertThat(ran).containsExactly("first at 10", "second at 20", "third at 20");
        }

        @Test
        void that_is_scheduled_by_a_task_runs_within_the_same_advance() {
            scheduler.schedule(
                    () -> scheduler.schedule(note("later"), 10, TimeUnit.MILLISECONDS), 10, TimeUnit.MILLISECONDS);

            time.advance(Duration.ofMillis(20));

            assertThat(ran).containsExactly("later at 20");
        }

        @Test
        void runs_after_the_one_that_schedules_it() {
            scheduler.schedule(() -> {
                scheduler.schedule(note("inner"));
                note("outer").run();
            });

            assertThat(ran).containsExactly("outer at 0", "inner at 0");
        }

        @Test
        void that_is_disposed_of_never_runs() {
            Disposable timer = scheduler.schedule(note("timer"), 1, TimeUnit.MILLISECONDS);

            timer.dispose();
            time.advance(Duration.ofDays(1));

            assertThat(timer.isDisposed()).isTrue();
            assertThat(ran).isEmpty();
        }

        @Test
        void of_the_end_of_time_never_runs() {
            time.advance(Duration.ofDays(1));
            scheduler.schedule(note("timer"), Long.MAX_VALUE, TimeUnit.NANOSECONDS);

            time.advance(Duration.ofDays(365));

            assertThat(ran).isEmpty();
        }

        @Test
        void that_throws_is_reported_and_does_not_stop_the_next() {
            List<Throwable> reported = new ArrayList<>();
            Thread thread = Thread.currentThread();
            Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
            thread.setUncaughtExceptionHandler((where, thrown) -> reported.add(thrown));
            try {
                scheduler.schedule(() -> {
                    throw new AssertionError("broken");
                });
                scheduler.schedule(note("next"));
            } finally {
                thread.setUncaughtExceptionHandler(before);
            }

            assertThat(reported).singleElement().isInstanceOf(AssertionError.class);
            assertThat(ran).containsExactly("next at 0");
        }

        @Test
        void may_move_the_time_after_itself() {
            scheduler.schedule(note("timer"), 10, TimeUnit.MILLISECONDS);

            scheduler.schedule(() -> {
                time.advance(Duration.ofMillis(10));
                note("mover").run();
            });

            assertThat(ran).containsExactly("mover at 0", "timer at 10");
        }

        @Test
        void never_runs_beside_another() {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger finished = new AtomicInteger();
            Runnable task = () -> {
                assertThat(running.incrementAndGet()).isOne();
                running.decrementAndGet();
                finished.incrementAndGet();
            };
            for (int round = 0; round < 1_000; round++) {
                scheduler.schedule(task, 1, TimeUnit.NANOSECONDS);
                RaceTestUtils.race(() -> scheduler.schedule(task), () -> time.advance(Duration.ofNanos(1)));
            }

            assertThat(finished).hasValue(2_000);
        }
    }

    @Nested
    class Operators_of_Reactor {

        @Test
        void wait_for_it() {
            TestSubscriber<Long> waiter = TestSubscriber.create();
            Mono.delay(Duration.ofSeconds(5), scheduler).subscribe(waiter);

            time.advance(Duration.ofMillis(4_999));
            assertThat(waiter.isTerminated()).isFalse();
            time.advance(Duration.ofMillis(1));

            assertThat(waiter.isTerminatedComplete()).isTrue();
        }

        @Test
        void tick_by_it_until_cancelled() {
            TestSubscriber<Long> waiter = TestSubscriber.create();
            Flux.interval(Duration.ofSeconds(1), Duration.ofSeconds(2), scheduler)
                    .subscribe(waiter);

            time.advance(Duration.ofSeconds(5));
            waiter.cancel();
            time.advance(Duration.ofSeconds(5));

            assertThat(waiter.getReceivedOnNext()).containsExactly(0L, 1L, 2L);
        }

        @Test
        void may_dispose_of_a_worker_with_all_that_it_has_to_do() {
            Scheduler.Worker worker = scheduler.createWorker();
            worker.schedule(note("now"));
            worker.schedule(note("later"), 1, TimeUnit.SECONDS);

            worker.dispose();
            time.advance(Duration.ofSeconds(2));

            assertThat(ran).containsExactly("now at 0");
            assertThatThrownBy(() -> worker.schedule(note("too late"))).isInstanceOf(RejectedExecutionException.class);
        }
    }
}
