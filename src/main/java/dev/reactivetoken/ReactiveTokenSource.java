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
     * Cancelling a subscription affects no other caller and does not stop the refresh. Nothing of the caller's Reactor
     * Context reaches the refresh.
     *
     * <p>The only errors are of the family {@link TokenException}. They are signalled only when no usable token is
     * held, at once while a circuit breaker or a cool-down forbids another request.
     */
    Mono<AccessToken> token();

    /**
     * A new token though a usable one is held, which goes on being handed out meanwhile by {@link #token()}. Joins the
     * refresh in flight or starts one; when that fails, the held token is answered if it is usable. A token that was
     * fetched within {@link RefreshPolicy#minInterval()} is answered again, and what forbids another request forbids it
     * here too. Threads and errors are those of {@link #token()}.
     */
    default Mono<AccessToken> renew() {
        return token();
    }

    /**
     * A resource server has rejected this token. If it is still the one held, callers wait for a new one; a late
     * rejection of an old token changes nothing. Never blocks.
     *
     * <p>The token is handed out on where a new one is no cure or not to be had: while it is shared ({@link
     * RefreshPolicy#minInterval()}), while its renewal fails, and if it replaced a rejected one less than a minute ago.
     * In the last case it is renewed at growing intervals, 1 s to 60 s, so that one resource server that rejects every
     * token costs the others nothing.
     */
    void invalidate(AccessToken rejected);

    /**
     * How this source is doing. Starts nothing and never blocks; takes longer the more callers wait.
     */
    TokenStatus status();

    /**
     * Ends this source: all who wait or ask later get {@link TokenException.Unavailable}. The refresh in
     * flight is cancelled and no timer is left behind. Closing again changes nothing. Never blocks.
     */
    @Override
    void close();

    /** Collects the parts of a source. */
    static TokenSourceBuilder builder() {
        return new TokenSourceBuilder();
    }

    /** Always this token, whatever the clocks say: for tests, and for tokens that are renewed elsewhere. */
    static ReactiveTokenSource fixed(AccessToken token) {
        return new FixedTokenSource(token);
    }
}
