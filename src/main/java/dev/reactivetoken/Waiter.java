package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One caller's subscription. Looks for a token when the caller first requests it, not before: a token handed out late
 * must still be usable. On a hit this object, of 24 bytes, is all that is allocated.
 *
 * <p>{@code getAndSet(null)} on {@link #caller} ensures at most one terminal signal, of hit, refresh and cancellation.
 */
class Waiter extends WaiterStack.Node implements Subscription {

    private static final VarHandle CALLER;

    static {
        try {
            CALLER = MethodHandles.lookup().findVarHandle(Waiter.class, "caller", CoreSubscriber.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final CachingTokenSource source;
    private volatile @Nullable CoreSubscriber<? super AccessToken> caller;

    Waiter(CachingTokenSource source, CoreSubscriber<? super AccessToken> caller) {
        this.source = source;
        CALLER.setRelease(this, caller); // a volatile write would be a second fence on each hit; not yet published
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("a subscriber must request more than 0 (Reactive Streams 3.9): " + n));
        } else if (!isCancelled()) {
            ask();
        }
    }

    private void ask() {
        try {
            serve();
        } catch (Throwable thrown) {
            if (isCancelled()) {
                throw thrown; // by the caller itself when it was told
            }
            failed(source.failure(thrown));
        }
    }

    void serve() {
        source.serve(this);
    }

    @Override
    public void cancel() {
        if (takeCaller() != null) {
            source.cancelled();
        }
    }

    /** The waiter is about to be pushed. */
    void waitsSince(long monotonicTime) {}

    /** The Reactor Context of the caller; empty when it is gone, or when asking for it throws. */
    ContextView callerContext() {
        CoreSubscriber<? super AccessToken> there = caller;
        try {
            return there == null ? Context.empty() : there.currentContext();
        } catch (RuntimeException broken) {
            return Context.empty();
        }
    }

    void succeeded(AccessToken token) {
        CoreSubscriber<? super AccessToken> told = takeCaller();
        if (told != null) {
            told.onNext(token);
            told.onComplete();
        }
    }

    void failed(TokenException failure) {
        fail(failure);
    }

    @Override
    boolean isCancelled() {
        return caller == null;
    }

    private void fail(Throwable failure) {
        CoreSubscriber<? super AccessToken> told = takeCaller();
        if (told != null) {
            told.onError(failure);
        }
    }

    @SuppressWarnings("unchecked")
    private @Nullable CoreSubscriber<? super AccessToken> takeCaller() {
        return (CoreSubscriber<? super AccessToken>) CALLER.getAndSet(this, null);
    }

    /** One that waits for a new token though a fresh one is held. */
    static final class ForNewToken extends Waiter {

        ForNewToken(CachingTokenSource source, CoreSubscriber<? super AccessToken> caller) {
            super(source, caller);
        }

        @Override
        void serve() {
            source.serveNewToken(this);
        }
    }

    /** One whose wait is measured. It has a field more than its parent, which every hit would pay for. */
    static final class Measured extends Waiter {

        private static final long DOES_NOT_WAIT = Long.MIN_VALUE;

        private long since = DOES_NOT_WAIT;

        Measured(CachingTokenSource source, CoreSubscriber<? super AccessToken> caller) {
            super(source, caller);
        }

        /** Published by the push to the thread that ends the wait. */
        @Override
        void waitsSince(long monotonicTime) {
            since = monotonicTime;
        }

        @Override
        void succeeded(AccessToken token) {
            if (since != DOES_NOT_WAIT) {
                tell((calls, waited) -> calls.onServed(waited));
            }
            super.succeeded(token);
        }

        @Override
        void failed(TokenException failure) {
            tell((calls, waited) -> calls.onFailed(waited, failure));
            super.failed(failure);
        }

        private void tell(BiConsumer<CallObserver, Duration> end) {
            CallObserver calls = source.calls;
            if (calls == null || isCancelled()) {
                return;
            }
            try {
                end.accept(calls, Duration.ofNanos(since == DOES_NOT_WAIT ? 0 : source.monotonicTime() - since));
            } catch (Throwable broken) {
                // the caller is told all the same
            }
        }
    }
}
