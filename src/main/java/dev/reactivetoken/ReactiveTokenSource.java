package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import reactor.core.publisher.Mono;

/**
 * A source of valid access tokens: one for every caller, through every expiry, crowd, outage and secret reset.
 *
 * <p>Safe for any number of callers on any number of threads. Make one for each set of credentials and scopes and
 * share it; two sources do not know each other.
 */
public interface ReactiveTokenSource extends AutoCloseable {

    /**
     * A token that is usable at the moment it is handed out, by the wall clock and by the monotonic clock; that the
     * host was suspended or its clock set is noticed within a millisecond.
     *
     * <p>Always the same {@code Mono}, to be subscribed any number of times. While a usable token is held it answers at
     * once, on the caller's thread. Otherwise the caller joins the one refresh in flight and is answered on the thread
     * that ended it, a Reactor Netty event loop or a thread of {@code Schedulers.parallel()}: do not block there.
     * Cancelling a subscription harms nobody else and does not stop the refresh. Nothing of the caller's Reactor
     * Context reaches the refresh.
     *
     * <p>The only errors are of the family {@link TokenException}. They are signalled only when no usable token is
     * held, at once while a circuit breaker or a cool-down forbids another request.
     */
    Mono<AccessToken> token();

    /**
     * Forgets a token that a resource server has rejected, if it is still the one held: a late rejection of an old
     * token changes nothing. The next caller starts a refresh; but a token is shared for
     * {@link RefreshPolicy#minInterval()} whoever complains, so that a server that rejects every token does not turn
     * each call into a token request. Never blocks.
     */
    void invalidate(AccessToken rejected);

    /**
     * How this source is doing. Starts nothing and never blocks; takes longer the more callers wait.
     */
    TokenStatus status();

    /**
     * Ends this source: whoever waits, and whoever asks later, gets {@link TokenException.Unavailable}. The refresh in
     * flight is cancelled and no timer is left behind. Closing again changes nothing. Never blocks.
     */
    @Override
    void close();

    /** Collects the parts of a source. */
    static TokenSourceBuilder builder() {
        return new TokenSourceBuilder();
    }

    /** Always this token, whatever the clocks say: for tests, and for tokens that somebody else renews. */
    static ReactiveTokenSource fixed(AccessToken token) {
        return new FixedTokenSource(token);
    }
}
