package dev.reactivetoken.benchmarks.harness;

import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * An event loop in virtual time, for one thread: tasks run when that thread calls {@link #run}, timers when it calls
 * {@link #advance}. What runs on it costs no hand-over between threads.
 */
public final class VirtualLoop implements Scheduler, TokenClock {

    private final Queue<Task> ready = new ArrayDeque<>();
    private final Queue<Task> timers = new PriorityQueue<>(Comparator.comparingLong(task -> task.due));
    private long nanos;

    @Override
    public Disposable schedule(Runnable work) {
        Task task = new Task(work, nanos);
        ready.add(task);
        return task;
    }

    @Override
    public Disposable schedule(Runnable work, long delay, TimeUnit unit) {
        Task task = new Task(work, nanos + unit.toNanos(delay));
        timers.add(task);
        return task;
    }

    /** Runs what is scheduled without a delay, and what that schedules. */
    public void run() {
        for (Task task = ready.poll(); task != null; task = ready.poll()) {
            task.run();
        }
    }

    /** Lets both clocks leap, then runs the timers that are due. */
    public void advance(Duration time) {
        nanos += time.toNanos();
        for (Task timer = timers.peek(); timer != null && timer.due <= nanos; timer = timers.peek()) {
            timers.remove().run();
            run();
        }
    }

    @Override
    public long monotonicTime() {
        return nanos;
    }

    @Override
    public long wallTime() {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public Worker createWorker() {
        return new LoopWorker();
    }

    private final class Task implements Disposable {

        private final long due;
        private Runnable work;

        Task(Runnable work, long due) {
            this.work = work;
            this.due = due;
        }

        void run() {
            Runnable once = work;
            if (once != null) {
                work = null;
                once.run();
            }
        }

        @Override
        public void dispose() {
            work = null;
            timers.remove(this);
        }

        @Override
        public boolean isDisposed() {
            return work == null;
        }
    }

    private final class LoopWorker implements Worker {

        private final Disposable.Composite tasks = Disposables.composite();

        @Override
        public Disposable schedule(Runnable work) {
            return kept(VirtualLoop.this.schedule(work));
        }

        @Override
        public Disposable schedule(Runnable work, long delay, TimeUnit unit) {
            return kept(VirtualLoop.this.schedule(work, delay, unit));
        }

        private Disposable kept(Disposable task) {
            tasks.add(task);
            return task;
        }

        @Override
        public void dispose() {
            tasks.dispose();
        }
    }
}
