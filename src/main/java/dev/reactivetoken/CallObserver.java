package dev.reactivetoken;

import dev.reactivetoken.token.TokenException;
import java.time.Duration;

/**
 * Is told how each call of {@link ReactiveTokenSource#token()} ended, for meters. Called on the caller's own path: a
 * hit must cost no more than an uncontended addition, a wait little more.
 */
public interface CallObserver {

    /**
     * A caller got the held token at once.
     *
     * @param renewalFails whether the last attempt to renew that token has failed
     */
    void onHit(boolean renewalFails);

    /** A caller that had to wait for a refresh got its token. */
    void onServed(Duration waited);

    /** A caller got no token; {@code waited} is zero if it failed at once. */
    void onFailed(Duration waited, TokenException failure);
}
