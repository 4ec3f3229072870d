package dev.reactivetoken;

import dev.reactivetoken.token.TokenException;
import java.time.Duration;

/**
 * What each caller of {@link ReactiveTokenSource#token()} meets, for meters. Called on the caller's own path: a hit
 * must cost no more than an uncontended addition, a wait little more.
 */
public interface CallObserver {

    /**
     * A caller got the held token at once.
     *
     * @param renewalFails whether the last attempt to renew that token has failed
     */
    void onHit(boolean renewalFails);

    /** A caller who had to wait for a refresh got its token. */
    void onServed(Duration waited);

    /** A caller got no token; {@code waited} is zero if that was said at once. */
    void onFailed(Duration waited, TokenException failure);
}
