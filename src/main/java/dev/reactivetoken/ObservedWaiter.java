package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import reactor.core.CoreSubscriber;

/** A caller whose wait is measured. */
final class ObservedWaiter extends Waiter {

    private final CallObserver calls;
    private boolean waits;
    private long since;

    ObservedWaiter(CachingTokenSource source, CoreSubscriber<? super AccessToken> caller, CallObserver calls) {
        super(source, caller);
        this.calls = calls;
    }

    /** From now on; published to whoever ends the wait by joining the crowd. */
    @Override
    void waitsSince(long monotonicTime) {
        waits = true;
        since = monotonicTime;
    }

    @Override
    void succeeded(AccessToken token) {
        if (waits && !hasLeft()) {
            calls.onServed(waited());
        }
        super.succeeded(token);
    }

    @Override
    void failed(TokenException failure) {
        if (!hasLeft()) {
            calls.onFailed(waits ? waited() : Duration.ZERO, failure);
        }
        super.failed(failure);
    }

    private Duration waited() {
        return Duration.ofNanos(source.monotonicTime() - since);
    }
}
