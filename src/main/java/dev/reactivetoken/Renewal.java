package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;

/** Rides on the flight for a held token, to open the next try should it end without a new one. */
final class Renewal extends Crowd.Member {

    private final CachingTokenSource source;
    private final Held claimed;

    Renewal(CachingTokenSource source, Held claimed) {
        this.source = source;
        this.claimed = claimed;
    }

    /** Nothing was fetched if the claimed one is still held: the flight had settled before the claim. */
    @Override
    void succeeded(AccessToken token) {
        source.renewalEnded(claimed, Duration.ZERO, Duration.ZERO);
    }

    /** Not until the end of a cool-down: a changed credential ends that at once, and reading it costs no request. */
    @Override
    void failed(TokenException failure) {
        source.renewalEnded(claimed, source.forbiddenFor(failure), source.shutOutFor(failure));
    }

    @Override
    boolean hasLeft() {
        return false;
    }
}
