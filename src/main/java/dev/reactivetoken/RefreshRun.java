package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * One refresh of a flight, from its start on the scheduler until the cache is told: one object in place of eight
 * operators, which cost as much as a third of a request. Ends once, with a token that is installed or a
 * {@link TokenException}, whatever throws on the way.
 */
final class RefreshRun extends Operators.DeferredSubscription implements CoreSubscriber<AccessToken>, Pace, Runnable {

    private static final AtomicIntegerFieldUpdater<RefreshRun> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(RefreshRun.class, "ended");

    private final CachingTokenSource source;
    private final CoreSubscriber<? super AccessToken> cache;
    private volatile int ended;
    private long began;
    private @Nullable RefreshCause cause; // null until it has begun

    RefreshRun(CachingTokenSource source, CoreSubscriber<? super AccessToken> cache) {
        this.source = source;
        this.cache = cache;
    }

    /** Off the caller's thread: neither its time nor its thread-locals are the refresh's. */
    void start(Scheduler scheduler) {
        try {
            scheduler.schedule(this);
        } catch (RejectedExecutionException noThread) {
            onError(noThread);
        }
    }

    @Override
    public void run() {
        if (ended != 0) {
            return;
        }
        try {
            began = source.monotonicTime();
            cause = source.cause();
            source.subscribe(this);
        } catch (Throwable thrown) {
            onError(thrown);
        }
    }

    @Override
    public Context currentContext() {
        return cache.currentContext();
    }

    @Override
    public long waiting(long planned) {
        return source.waiting(planned);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    /** The token is installed before the cache settles, and the cache settles before the crowd is told. */
    @Override
    public void onNext(AccessToken token) {
        if (ended != 0) {
            return;
        }
        try {
            source.refreshed(token, Objects.requireNonNull(cause), began);
        } catch (Throwable thrown) {
            onError(thrown);
            return;
        }
        if (end()) {
            cache.onNext(token);
            cache.onComplete();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        fail(source.failure(thrown), cause);
    }

    @Override
    public void onComplete() {
        if (ended == 0) {
            fail(source.endedWithoutToken(), cause);
        }
    }

    /** Cancels the refresh and tells the cache so, on this thread. */
    void close() {
        cancel();
        fail(source.endedWithoutToken(), null);
    }

    private void fail(TokenException failure, @Nullable RefreshCause begun) {
        if (!end()) {
            return;
        }
        try {
            source.refreshFailed(failure, begun, began);
        } catch (Throwable brokenClock) {
            // the failure itself is told all the same
        }
        cache.onError(failure);
    }

    private boolean end() {
        return ENDED.compareAndSet(this, 0, 1);
    }
}
