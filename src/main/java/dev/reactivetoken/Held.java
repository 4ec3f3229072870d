package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import org.jspecify.annotations.Nullable;

/**
 * The token that is held, with the two ages (in nanoseconds) at which it changes its state. Immutable: every
 * transition is one compare-and-set from one of these to another.
 *
 * @param failures how many renewals of this token have failed in a row
 * @param closed the source has ended: nothing follows this one
 */
record Held(@Nullable AccessToken token, long refreshAge, long usableAge, int failures, boolean closed) {

    static final Held NOTHING = new Held(null, 0, 0, 0, false);
    static final Held CLOSED = new Held(null, 0, 0, 0, true);

    static Held of(AccessToken token, RefreshPolicy policy, TokenClock clock, double draw) {
        long life = token.lifetime().toNanos();
        long usableAge = policy.usableAge(life);
        // Not before the settled flight is forgotten, else the claim would join it and nothing would be fetched; not
        // after the end, else a short token would look fresh when it is dead.
        long earliest = Math.max(0, token.age(clock)) + policy.sharedFor(life);
        long refreshAge = Math.min(Math.max(policy.refreshAge(life, draw), earliest), usableAge);
        return new Held(token, refreshAge, usableAge, 0, false);
    }

    /** Age of the token by the clock that says more; older than anything when nothing is held. */
    long age(TokenClock clock) {
        return token == null ? Long.MAX_VALUE : token.age(clock);
    }

    /** The token if it can be handed out now. */
    @Nullable
    AccessToken usable(TokenClock clock) {
        return age(clock) < usableAge ? token : null;
    }

    /** Nobody else starts the renewal that one caller has just taken upon himself. */
    Held claimed() {
        return new Held(token, usableAge, usableAge, failures, false);
    }

    /** The renewal has failed: the next caller after the back-off, or after {@code atLeast}, tries again. */
    Held retried(TokenClock clock, long atLeast) {
        long age = Math.min(age(clock), usableAge);
        long wait = Math.max(atLeast, RefreshPolicy.backoff(failures + 1, usableAge - age));
        return new Held(token, Math.min(age + wait, usableAge), usableAge, failures + 1, false);
    }
}
