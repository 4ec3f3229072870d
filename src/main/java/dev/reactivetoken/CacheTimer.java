package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenClock.Moment;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * The timer behind the time-to-live of {@code Mono.cache}. That operator trusts its timer alone, which comes late on a
 * host that was suspended; here the time is also over when either clock says so. At most one timer runs, and
 * {@link #dispose()} leaves none behind.
 */
final class CacheTimer implements Scheduler {

    private final Scheduler scheduler;
    private final TokenClock clock;
    private final Runnable over;
    private final AtomicReference<@Nullable Expiry> pending = new AtomicReference<>();
    private final Disposable.Swap timer = Disposables.swap();

    /** {@code over} is run each time that the time-to-live has ended. */
    CacheTimer(Scheduler scheduler, TokenClock clock, Runnable over) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.over = over;
    }

    private record Expiry(Runnable task, Moment since, long nanos) {
        boolean isDue(TokenClock clock) {
            return clock.monotonicTime() - since.monotonicTime() >= nanos
                    || TimeUnit.MILLISECONDS.toNanos(clock.wallTime() - since.wallTime()) >= nanos;
        }
    }

    /** Whether something is shared whose time is not over yet. */
    boolean isPending() {
        return pending.get() != null;
    }

    /** Runs what is pending now if its time is over by either clock. */
    void runIfDue() {
        Expiry expiry = pending.get();
        if (expiry != null && expiry.isDue(clock)) {
            run(expiry);
        }
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        Moment now;
        try {
            now = clock.now();
        } catch (Throwable brokenClock) {
            task.run(); // nothing is shared without a clock
            return timer;
        }
        Expiry expiry = new Expiry(task, now, unit.toNanos(delay));
        pending.set(expiry);
        try {
            timer.update(scheduler.schedule(() -> run(expiry), delay, unit));
        } catch (RejectedExecutionException noTimer) {
            // the clocks will tell, at the next call
        }
        return timer;
    }

    /**
     * Once only: a second run would clear a cache that is already filled again. The loser waits for the winner's few
     * instructions: until they are done, the cache still answers what is over.
     */
    private void run(Expiry expiry) {
        runOnce(expiry);
        over.run();
    }

    @SuppressWarnings("ReferenceEquality") // this very one, not one that says the same
    private synchronized void runOnce(Expiry expiry) {
        if (pending.get() == expiry) {
            expiry.task().run();
            pending.compareAndSet(expiry, null); // the next one may be pending already
        }
    }

    @Override
    public Disposable schedule(Runnable task) {
        return scheduler.schedule(task);
    }

    @Override
    public Worker createWorker() {
        return scheduler.createWorker();
    }

    @Override
    public void dispose() {
        timer.dispose();
    }

    @Override
    public boolean isDisposed() {
        return timer.isDisposed();
    }
}
