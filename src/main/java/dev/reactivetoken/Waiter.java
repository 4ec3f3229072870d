package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * One caller's subscription. Looks for a token when the caller first asks for it, not before: a token handed out late
 * must still be usable. On a hit this object is all that is allocated.
 *
 * <p>Taking the caller out of {@link #caller} decides who speaks to him: at most one of hit, flight and cancel.
 */
class Waiter extends Crowd.Member implements Subscription {

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
        CALLER.setRelease(this, caller); // a volatile write would be a second fence on each hit, and nobody sees it yet
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            fail(new IllegalArgumentException("a subscriber must request more than 0 (Reactive Streams 3.9): " + n));
        } else if (!hasLeft()) {
            serve();
        }
    }

    private void serve() {
        try {
            source.serve(this);
        } catch (Throwable thrown) {
            if (hasLeft()) {
                throw thrown; // by the caller himself when he was told
            }
            failed(source.failure(thrown));
        }
    }

    @Override
    public void cancel() {
        if (takeCaller() != null) {
            source.left();
        }
    }

    /** Told before joining the crowd, for whoever measures. */
    void waitsSince(long monotonicTime) {}

    /** The Reactor Context of the caller, while he is there. */
    ContextView callerContext() {
        CoreSubscriber<? super AccessToken> there = caller;
        return there == null ? Context.empty() : there.currentContext();
    }

    @Override
    void succeeded(AccessToken token) {
        CoreSubscriber<? super AccessToken> told = takeCaller();
        if (told != null) {
            told.onNext(token);
            told.onComplete();
        }
    }

    @Override
    void failed(TokenException failure) {
        fail(failure);
    }

    @Override
    boolean hasLeft() {
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
}
