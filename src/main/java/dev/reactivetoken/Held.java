package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The token that is held, with three ages in nanoseconds: two at which it changes its state, and the last one at which
 * a renewal can begin to end in time. Every transition is one compare-and-set from one of these to another.
 */
final class Held {

    static final Held NOTHING = new Held(null, 0, 0, 0, 0);
    static final Held REJECTED = new Held(null, 0, 0, 0, 0);
    static final Held CLOSED = new Held(null, 0, 0, 0, 0);

    /**
     * How long the monotonic clock alone is believed after both were read. A clock read is most of the cost of a hit,
     * and no shorter time would mean anything: a caller may as well be suspended between the look and the use.
     */
    static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private static final long LOOK_AGAIN_NANOS = LOOK_AGAIN.toNanos();

    final @Nullable AccessToken token;
    final long refreshAge;
    final long usableAge;
    private final long lastStart;
    private final int failures;
    private volatile @Nullable Look look;

    /** At this monotonic time the token had that age by the clock that said more. */
    private record Look(long at, long age) {}

    /** {@code failures} is how many renewals of this token have failed in a row. */
    Held(@Nullable AccessToken token, long refreshAge, long usableAge, long lastStart, int failures) {
        this.token = token;
        this.refreshAge = refreshAge;
        this.usableAge = usableAge;
        this.lastStart = lastStart;
        this.failures = failures;
    }

    static Held of(AccessToken token, RefreshPolicy policy, TokenClock clock, double draw) {
        long life = token.lifetime().toNanos();
        long usableAge = policy.usableAge(life);
        long request = Math.max(0, token.age(clock)); // its life began when it was asked for
        // Not before the settled flight is forgotten, else the claim would join it and nothing would be fetched; not
        // after the end, else a short token would look fresh when it is dead.
        long earliest = request + policy.sharedFor(life);
        long refreshAge = Math.min(Math.max(policy.refreshAge(life, draw), earliest), usableAge);
        return new Held(token, refreshAge, usableAge, RefreshPolicy.lastStart(usableAge, request), 0);
    }

    /** Age of the token by the clock that says more; older than anything when nothing is held. */
    long age(TokenClock clock) {
        if (token == null) {
            return Long.MAX_VALUE;
        }
        long now = clock.monotonicTime();
        Look last = look;
        if (last != null) {
            long since = now - last.at;
            if (since >= 0 && since < LOOK_AGAIN_NANOS) {
                return last.age + since;
            }
        }
        long age = token.age(clock);
        look = new Look(now, age);
        return age;
    }

    TokenStatus.State state(TokenClock clock) {
        if (this == CLOSED) {
            return TokenStatus.State.CLOSED;
        }
        long age = age(clock);
        return age >= usableAge
                ? TokenStatus.State.EMPTY
                : age >= refreshAge ? TokenStatus.State.AGING : TokenStatus.State.FRESH;
    }

    /** Why a refresh that begins now is needed. */
    RefreshCause cause(TokenClock clock) {
        if (token != null) {
            return usable(clock) == null ? RefreshCause.EXPIRED : RefreshCause.AHEAD;
        }
        return this == REJECTED ? RefreshCause.REJECTED : RefreshCause.COLD;
    }

    /** The token if it can be handed out now. */
    @Nullable
    AccessToken usable(TokenClock clock) {
        return age(clock) < usableAge ? token : null;
    }

    /** Whether the last attempt to renew it has failed. */
    boolean renewalFails() {
        return failures > 0;
    }

    /** Nobody else starts the renewal that one caller has just taken upon himself. */
    Held claimed() {
        return new Held(token, usableAge, usableAge, lastStart, failures);
    }

    /**
     * The wait before another try within a renewal. Callers still get this token, but must not find it over while that
     * try waits; one that cannot end in time is left to the first of them who waits for it himself.
     */
    long waiting(long planned, TokenClock clock) {
        long age = age(clock);
        if (age >= usableAge) {
            return planned;
        }
        long left = lastStart - age;
        return left < RefreshPolicy.MIN_BACKOFF ? -1 : Math.min(planned, left);
    }

    /** The renewal has failed: the next caller after the back-off, or after {@code atLeast}, tries again. */
    Held retried(TokenClock clock, long atLeast, long apart) {
        long age = Math.min(age(clock), usableAge);
        long left = age < lastStart ? lastStart - age : usableAge - age; // too late for one in time: until the end then
        long wait = Math.max(atLeast, RefreshPolicy.backoff(failures + 1, left, apart));
        return new Held(token, Math.min(age + wait, usableAge), usableAge, lastStart, failures + 1);
    }
}
