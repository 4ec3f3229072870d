package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import reactor.core.CoreSubscriber;

/** A caller whose wait is measured. One field more than its parent: every hit pays for this object. */
final class ObservedWaiter extends Waiter {

    private static final long DOES_NOT_WAIT = Long.MIN_VALUE;

    private long since = DOES_NOT_WAIT;

    ObservedWaiter(CachingTokenSource source, CoreSubscriber<? super AccessToken> caller) {
        super(source, caller);
    }

    /** From now on; published to whoever ends the wait by joining the crowd. */
    @Override
    void waitsSince(long monotonicTime) {
        since = monotonicTime;
    }

    @Override
    void succeeded(AccessToken token) {
        CallObserver calls = source.calls;
        if (calls != null && since != DOES_NOT_WAIT && !hasLeft()) {
            calls.onServed(waited());
        }
        super.succeeded(token);
    }

    @Override
    void failed(TokenException failure) {
        CallObserver calls = source.calls;
        if (calls != null && !hasLeft()) {
            calls.onFailed(since == DOES_NOT_WAIT ? Duration.ZERO : waited(), failure);
        }
        super.failed(failure);
    }

    private Duration waited() {
        return Duration.ofNanos(source.monotonicTime() - since);
    }
}
