package dev.reactivetoken.endpoint;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The event loops of a client as a scheduler: what is scheduled from one of them stays on it, behind what it is doing,
 * and no other thread has to wake up for it.
 *
 * <p>They are looked up each time, for those of Reactor Netty may be shut down and made anew, as Spring does with its
 * contexts.
 */
final class EventLoopScheduler implements Scheduler {

    private final Supplier<EventLoopGroup> loops;
    private volatile @Nullable Known known;

    private record Known(EventLoopGroup loops, Scheduler scheduler) {}

    EventLoopScheduler(Supplier<EventLoopGroup> loops) {
        this.loops = loops;
    }

    @SuppressWarnings("ReferenceEquality") // the same loops, not equal ones
    private Scheduler current() {
        EventLoopGroup now = loops.get();
        Known last = known;
        if (last == null || last.loops != now) {
            last = new Known(now, Schedulers.fromExecutorService(now));
            known = last;
        }
        return last.scheduler;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return current().schedule(task);
    }

    @Override
    public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
        return current().schedule(task, delay, unit);
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return current().schedulePeriodically(task, initialDelay, period, unit);
    }

    @Override
    public Worker createWorker() {
        return current().createWorker();
    }

    /** Does nothing: the event loops belong to their client. */
    @Override
    public void dispose() {}
}
