package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Clocks and timers for racers: time stands still until moved, and every task runs on the thread that brings it. */
final class RacingTime implements TokenClock, Scheduler {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<@Nullable Error> nextFailure = new AtomicReference<>();
    private final Queue<Timer> timers = new ConcurrentLinkedQueue<>();

    private static final class Timer implements Disposable {

        private final Disposable fate = Disposables.single();
        private final Runnable task;
        private final long due;

        Timer(Runnable task, long due) {
            this.task = task;
            this.due = due;
        }

        @Override
        public void dispose() {
            fate.dispose();
        }

        @Override
        public boolean isDisposed() {
            return fate.isDisposed();
        }
    }

    @Override
    public long wallTime() {
        return TimeUnit.NANOSECONDS.toMillis(nanos.get());
    }

    @Override
    public long monotonicTime() {
        return nanos.get();
    }

    /** Moves the clocks and leaves the timers late. */
    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    void fireTimers() {
        timers.removeIf(Disposable::isDisposed);
        for (Timer timer : timers) {
            if (timer.due <= nanos.get() && timers.remove(timer) && !timer.isDisposed()) {
                timer.task.run();
            }
        }
    }

    /** Timers that were not disposed of. */
    long timers() {
        return timers.stream().filter(timer -> !timer.isDisposed()).count();
    }

    /** As when the process has no native thread left; once. */
    void failNextSchedule(Error failure) {
        nextFailure.set(failure);
    }

    @Override
    public Disposable schedule(Runnable task) {
        Error failure = nextFailure.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
        task.run();
        return Disposables.disposed();
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Timer timer = new Timer(task, nanos.get() + unit.toNanos(delay));
        timers.add(timer);
        return timer;
    }

    @Override
    public Worker createWorker() {
        return new Worker() {
            @Override
            public Disposable schedule(Runnable task) {
                return RacingTime.this.schedule(task);
            }

            @Override
            public void dispose() {}
        };
    }

    @Override
    public void dispose() {}
}
