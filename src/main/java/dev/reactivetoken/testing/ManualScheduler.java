package dev.reactivetoken.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.scheduler.Scheduler;

/** The timers of {@link ManualTime}. One thread at a time runs tasks, in the order of their due times. */
final class ManualScheduler implements Scheduler {

    private static final long ONCE = 0;

    private final Queue<Task> tasks = new PriorityBlockingQueue<>(
            16, Comparator.comparingLong((Task task) -> task.due).thenComparingLong(task -> task.number));
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong toPass = new AtomicLong();
    private final AtomicInteger wip = new AtomicInteger();
    private volatile long nanos;

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Disposable schedule(Runnable task) {
        return start(new Task(task, 0, ONCE, null));
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return start(new Task(task, unit.toNanos(delay), ONCE, null));
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return start(new Task(task, unit.toNanos(initialDelay), Math.max(1, unit.toNanos(period)), null));
    }

    @Override
    public Worker createWorker() {
        return new ManualWorker();
    }

    void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time cannot go back: " + by);
        }
        toPass.addAndGet(by.toNanos());
        drain();
    }

    private Task start(Task task) {
        tasks.add(task);
        drain();
        return task;
    }

    private void drain() {
        if (wip.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            runUntil(nanos + toPass.getAndSet(0));
            missed = wip.addAndGet(-missed);
        } while (missed != 0);
    }

    private void runUntil(long end) {
        for (Task next = tasks.peek(); next != null && next.due <= end; next = tasks.peek()) {
            if (tasks.remove(next)) {
                nanos = Math.max(nanos, next.due);
                next.run();
            }
        }
        nanos = end;
    }

    private final class Task implements Disposable {

        private final Runnable action;
        private final long number = numbers.getAndIncrement();
        private final long period;
        private final Disposable.@Nullable Composite owner;
        private volatile long due;
        private volatile boolean disposed;

        Task(Runnable action, long delay, long period, Disposable.@Nullable Composite owner) {
            this.action = action;
            this.due = later(Math.max(0, delay));
            this.period = period;
            this.owner = owner;
        }

        private long later(long delay) {
            long now = nanos;
            return delay < Long.MAX_VALUE - now ? now + delay : Long.MAX_VALUE;
        }

        /** What it throws is reported as Reactor's schedulers do, and does not stop the tasks after it. */
        void run() {
            try {
                action.run();
            } catch (Throwable thrown) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
            }
            if (period == ONCE) {
                dispose();
            } else if (!disposed) {
                due = later(period);
                tasks.add(this);
            }
        }

        @Override
        public void dispose() {
            disposed = true;
            tasks.remove(this);
            if (owner != null) {
                owner.remove(this);
            }
        }

        @Override
        public boolean isDisposed() {
            return disposed;
        }
    }

    private final class ManualWorker implements Worker {

        private final Disposable.Composite scheduled = Disposables.composite();

        @Override
        public Disposable schedule(Runnable task) {
            return start(task, 0, ONCE);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            return start(task, unit.toNanos(delay), ONCE);
        }

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            return start(task, unit.toNanos(initialDelay), Math.max(1, unit.toNanos(period)));
        }

        private Disposable start(Runnable action, long delay, long period) {
            Task task = new Task(action, delay, period, scheduled);
            if (!scheduled.add(task)) {
                throw Exceptions.failWithRejected();
            }
            return ManualScheduler.this.start(task);
        }

        @Override
        public void dispose() {
            scheduled.dispose();
        }

        @Override
        public boolean isDisposed() {
            return scheduled.isDisposed();
        }
    }
}
