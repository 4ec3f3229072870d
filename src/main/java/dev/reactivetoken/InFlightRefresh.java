package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One refresh, from the claim until all waiters are told. It ends once, with a token that is installed or a
 * {@link TokenException}, whatever throws on the way: it stands upstream of {@code Mono.cache}, where it catches what
 * Reactor throws instead of signalling, and downstream of it, where the cache answers.
 */
final class InFlightRefresh extends Operators.DeferredSubscription implements CoreSubscriber<AccessToken>, Runnable {

    /** Who is told of it, in this order: begins, then refreshed or failed, then ended. None of them may throw. */
    interface Listener {

        /** What to ask for; null if nothing needs to be refreshed any more: no other call follows then. */
        @Nullable
        RefreshRequest begins(InFlightRefresh refresh);

        /** Subscribes to the refresh that was asked for. */
        Mono<AccessToken> fetch(RefreshRequest request);

        /** Installs what arrived; answers why it cannot be used, or null. */
        @Nullable
        TokenException refreshed(InFlightRefresh refresh, AccessToken arrived);

        /** It brought no token; answers what callers are told. */
        TokenException failed(InFlightRefresh refresh, Throwable thrown);

        /** Another refresh may begin, and the waiters must be told: the token, or else the failure. */
        void ended(InFlightRefresh refresh, @Nullable AccessToken token, @Nullable TokenException failure);
    }

    private static final AtomicIntegerFieldUpdater<InFlightRefresh> STATE =
            AtomicIntegerFieldUpdater.newUpdater(InFlightRefresh.class, "state");

    private static final int CLAIMED = 0;
    private static final int SCHEDULED = 1;
    private static final int RUNNING = 2;
    private static final int SETTLED = 3;
    private static final int ENDED = 4;

    /** The Reactor Context of the caller for whom it began. */
    final ContextView caller;
    /** Whether it was asked for though a fresh token is held. */
    final boolean forced;
    /** When it was claimed, by the monotonic clock. */
    final long since;

    private final Listener listener;
    private final CacheUpstream upstream;
    private final Mono<AccessToken> cached;
    private final Result result = new Result();
    private volatile int state;
    private @Nullable RefreshRequest request;
    private volatile @Nullable CoreSubscriber<? super AccessToken> cache;

    InFlightRefresh(
            Listener listener,
            CacheUpstream upstream,
            Mono<AccessToken> cached,
            ContextView caller,
            boolean forced,
            long since) {
        this.listener = listener;
        this.upstream = upstream;
        this.cached = cached;
        this.caller = caller;
        this.forced = forced;
        this.since = since;
    }

    /** Null before it has begun. */
    @Nullable
    RefreshCause cause() {
        RefreshRequest asked = request;
        return asked == null ? null : asked.cause();
    }

    /**
     * Off the caller's thread: neither its time nor its thread-locals are the refresh's. Each caller that finds it not
     * yet scheduled does that: the one that claimed it may have run out of stack in between.
     */
    void start(Scheduler scheduler) {
        if (state != CLAIMED) {
            return;
        }
        try {
            scheduler.schedule(this);
            STATE.compareAndSet(this, CLAIMED, SCHEDULED);
        } catch (Throwable noThread) {
            fail(noThread);
        }
    }

    @Override
    public void run() {
        if (!STATE.compareAndSet(this, CLAIMED, RUNNING) && !STATE.compareAndSet(this, SCHEDULED, RUNNING)) {
            return;
        }
        try {
            request = listener.begins(this);
            if (request == null) {
                end(null, null);
                return;
            }
            upstream.subscribe(cached, this, result);
            if (cache == null && state == RUNNING) {
                fetch(result); // past a cache that waits for a refresh which is gone
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    /** Asks for a token, on behalf of the cache. */
    void fetch(CoreSubscriber<? super AccessToken> downstream) {
        cache = downstream;
        try {
            downstream.onSubscribe(this);
            RefreshRequest asked = request;
            if (asked != null && state == RUNNING) {
                listener.fetch(asked).subscribe(this);
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    @Override
    public Context currentContext() {
        return Context.empty();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        set(subscription);
    }

    /** The token is installed before the cache has it, and the cache has it before the waiters are told. */
    @Override
    public void onNext(AccessToken token) {
        if (state != RUNNING) {
            return;
        }
        try {
            TokenException refusal = listener.refreshed(this, token);
            if (refusal != null) {
                fail(refusal);
            } else if (settle()) {
                tellCache(token, null);
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        fail(thrown);
    }

    @Override
    public void onComplete() {
        if (state == RUNNING) {
            fail(new TokenException.Unavailable("the refresh ended without a token", null));
        }
    }

    /** Cancels the request and tells the waiters so, on this thread. */
    void close(TokenException closed) {
        cancel();
        if (settle()) {
            tellCache(null, closed);
        }
    }

    private void fail(Throwable thrown) {
        if (settle()) {
            tellCache(null, listener.failed(this, thrown));
        }
    }

    private void tellCache(@Nullable AccessToken token, @Nullable TokenException failure) {
        CoreSubscriber<? super AccessToken> waiting = cache;
        try {
            if (waiting != null && token != null) {
                waiting.onNext(token);
                waiting.onComplete();
            } else if (waiting != null && failure != null) {
                waiting.onError(failure);
            }
        } catch (Throwable broken) {
            // the waiters are told all the same
        }
        end(token, failure);
    }

    private void end(@Nullable AccessToken token, @Nullable TokenException failure) {
        settle();
        if (STATE.compareAndSet(this, SETTLED, ENDED)) {
            listener.ended(this, token, failure);
        }
    }

    private boolean settle() {
        return STATE.getAndUpdate(this, now -> Math.max(now, SETTLED)) < SETTLED;
    }

    /** What the cache answers: what was fetched, what it still shares, or that the endpoint has forbidden another try. */
    private final class Result implements CoreSubscriber<AccessToken> {

        @Override
        public Context currentContext() {
            return Context.empty();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(AccessToken token) {
            end(token, null);
        }

        @Override
        public void onError(Throwable thrown) {
            end(null, thrown instanceof TokenException known ? known : listener.failed(InFlightRefresh.this, thrown));
        }

        @Override
        public void onComplete() {}
    }
}
