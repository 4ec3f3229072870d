package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The token that is held, and what happened to it since. Immutable: every transition is one compare-and-set from one of
 * these to another. The state is computed from the age of the token, in nanoseconds since it was asked for:
 *
 * <ul>
 *   <li><b>FRESH</b> below {@code refreshAge}: the token is handed out;
 *   <li><b>AGING</b> below {@code usableAge}: the token is handed out and renewed;
 *   <li><b>EMPTY</b> from then on: callers wait.
 * </ul>
 */
final class CachedToken {

    static final CachedToken NONE = new CachedToken(null, 0, 0, 0, 0, 0, false);
    static final CachedToken CLOSED = new CachedToken(null, 0, 0, 0, 0, 0, false);

    /**
     * How long the monotonic clock alone is believed after both were read. A clock read is most of the cost of a hit,
     * and a caller may as well be suspended between the read and the use of the token.
     */
    static final Duration CLOCK_READ_INTERVAL = Duration.ofMillis(1);

    private static final long CLOCK_READ_NANOS = CLOCK_READ_INTERVAL.toNanos();

    final @Nullable AccessToken token;
    final long refreshAge;
    final long usableAge;
    private final long arrivalAge;
    private final int failures;
    private final int rejections;
    private final boolean rejected;
    private volatile @Nullable ClockReading reading;

    /** At this monotonic time the token had that age by the clock that said more. */
    private record ClockReading(long at, long age) {}

    /**
     * All that is known of a token.
     *
     * @param arrivalAge how long its request took
     * @param failures how many renewals of it have failed in a row
     * @param rejections how many tokens in a row a resource server has rejected: those just before it, and itself if
     *     {@code rejected}
     */
    private CachedToken(
            @Nullable AccessToken token,
            long refreshAge,
            long usableAge,
            long arrivalAge,
            int failures,
            int rejections,
            boolean rejected) {
        this.token = token;
        this.refreshAge = refreshAge;
        this.usableAge = usableAge;
        this.arrivalAge = arrivalAge;
        this.failures = failures;
        this.rejections = rejections;
        this.rejected = rejected;
    }

    /** What this becomes when that token has just arrived; {@code draw} is a random number from 0 to 1. */
    CachedToken replacedBy(AccessToken arrived, RefreshPolicy policy, TokenClock clock, double draw) {
        long life = arrived.lifetime().toNanos();
        long usable = policy.usableAge(life);
        long request = Math.max(0, arrived.age(clock)); // its life began when it was asked for
        // Not while the cache still shares it, else a claim would fetch nothing; not after the end, else a short token
        // would look fresh when it is over.
        long earliest = request + policy.sharedFor(life);
        long refresh = Math.min(Math.max(policy.refreshAge(life, draw), earliest), usable);
        return new CachedToken(arrived, refresh, usable, request, 0, rejected ? rejections : 0, false);
    }

    /**
     * A resource server has rejected the token: callers wait for another one as soon as this one need not be shared any
     * more. They get it on while renewals fail, and where it has itself replaced a rejected one within a minute: then
     * another one is no cure, and it is renewed after a rest.
     */
    CachedToken rejected(RefreshPolicy policy, TokenClock clock) {
        if (token == null) {
            return this;
        }
        boolean again = rejections > 0 && age(clock) - arrivalAge < RefreshPolicy.REJECTED_AGAIN_WITHIN;
        int count = again ? rejections + 1 : 1;
        if (failures > 0) {
            return new CachedToken(token, refreshAge, usableAge, arrivalAge, failures, count, true);
        }
        long shared = arrivalAge + policy.sharedFor(token.lifetime().toNanos());
        long rested = arrivalAge + RefreshPolicy.restAfterRejections(rejections);
        long due = Math.min(refreshAge, again ? Math.max(shared, rested) : shared);
        return new CachedToken(token, due, again ? usableAge : due, arrivalAge, 0, count, true);
    }

    /**
     * A refresh has failed: the token is handed out again up to its end, and the next caller after the back-off tries
     * again.
     *
     * @param atLeast nanoseconds during which the endpoint must not be asked again
     * @param closedFor nanoseconds during which a circuit breaker would turn another try away
     */
    CachedToken afterFailure(RefreshPolicy policy, TokenClock clock, long atLeast, long closedFor) {
        if (token == null) {
            return this;
        }
        long end = policy.usableAge(token.lifetime().toNanos());
        long age = Math.min(age(clock), end);
        long lastStart = end - requestTime();
        long left = age < lastStart ? lastStart - age : end - age; // too late for one in time: until the end then
        long wait = Math.max(atLeast, RefreshPolicy.backoff(failures + 1, left, closedFor));
        return new CachedToken(token, Math.min(age + wait, end), end, arrivalAge, failures + 1, rejections, rejected);
    }

    /** Whether that token would be a loss: it is over, or has less left than this one, which no server has rejected. */
    boolean isBetterThan(AccessToken arrived, RefreshPolicy policy, TokenClock clock) {
        if (token == null || age(clock) >= policy.usableAge(token.lifetime().toNanos())) {
            return false;
        }
        long left = arrived.lifetime().toNanos() - arrived.age(clock);
        return left <= 0 || (!rejected && left <= token.lifetime().toNanos() - age(clock));
    }

    /** Age of the token by the clock that says more; older than anything when nothing is held. */
    long age(TokenClock clock) {
        if (token == null) {
            return Long.MAX_VALUE;
        }
        long now = clock.monotonicTime();
        ClockReading last = reading;
        if (last != null) {
            long since = now - last.at;
            if (since >= 0 && since < CLOCK_READ_NANOS) {
                return last.age + since;
            }
        }
        long age = token.age(clock);
        reading = new ClockReading(now, age);
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
        if (token == null) {
            return RefreshCause.COLD;
        }
        return rejected ? RefreshCause.REJECTED : usable(clock) == null ? RefreshCause.EXPIRED : RefreshCause.AHEAD;
    }

    /** The token if it can be handed out now. */
    @Nullable
    AccessToken usable(TokenClock clock) {
        return age(clock) < usableAge ? token : null;
    }

    boolean isRejected() {
        return rejected;
    }

    /** Whether the last attempt to renew it has failed. */
    boolean renewalFails() {
        return failures > 0;
    }

    /** What is left of the token for a try that can still end in time; negative when there is none. */
    long leftForTries(TokenClock clock) {
        return usableAge - requestTime() - age(clock);
    }

    /**
     * The wait before another try within a renewal. Callers still get this token and must not find it over while that
     * try waits; one that cannot end in time is left to the first of them.
     */
    long retryDelay(long planned, TokenClock clock) {
        if (usable(clock) == null) {
            return planned;
        }
        long left = leftForTries(clock);
        return left < RefreshPolicy.MIN_BACKOFF ? -1 : Math.min(planned, left);
    }

    /**
     * How long one attempt of a renewal may take: half of what is left of this token, though twice what its own request
     * took, so that another one fits into the rest. Where none does, cutting would gain nothing.
     */
    long attemptLimit(long usual, TokenClock clock) {
        if (usable(clock) == null) {
            return usual;
        }
        long request = requestTime();
        long slowRequest = request + request / 8;
        long left = usableAge - age(clock);
        long limit = Math.min(Math.max(left / 2, 2 * request), left - slowRequest);
        return limit < slowRequest ? usual : Math.min(usual, limit);
    }

    private long requestTime() {
        return Math.max(arrivalAge, RefreshPolicy.MIN_REQUEST);
    }
}
