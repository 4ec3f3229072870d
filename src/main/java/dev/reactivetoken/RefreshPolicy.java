package dev.reactivetoken;

import java.time.Duration;

/**
 * When a token is renewed. Windows are shares of the token's life, so that a life of one second works as well as one
 * of a day.
 *
 * @param expiryMargin a token is no longer handed out this long before its end, though for at most 3 % of its life;
 *     default 10 s
 * @param refreshAhead the share of its life after which a token is renewed while callers still get it; default 0.82
 * @param jitter the renewal is moved forward by a random share of the life up to this one, drawn once per token, so
 *     that a fleet does not renew at once; default 0.02
 * @param minInterval a token just fetched is shared this long, also when it is rejected, though for at most a
 *     quarter of its life; default 1 s
 * @param refusalCooldown after a refusal the same credential is not tried again for this long, twice as long after
 *     each further one, up to twelve times; default 5 s. A changed credential is tried at once
 * @param refuseReducedScope whether a token with less scope than asked for is an error; by default the observer is told
 *     and the token is used
 */
public record RefreshPolicy(
        Duration expiryMargin,
        double refreshAhead,
        double jitter,
        Duration minInterval,
        Duration refusalCooldown,
        boolean refuseReducedScope) {

    /** The defaults named above. */
    public static final RefreshPolicy DEFAULT =
            new RefreshPolicy(Duration.ofSeconds(10), 0.82, 0.02, Duration.ofSeconds(1), Duration.ofSeconds(5), false);

    private static final double MAX_MARGIN = 0.03;
    private static final Backoff RENEWAL_BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Backoff REJECTION_REST = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final long BORN_DEAD_BELOW = Duration.ofMillis(100).toNanos();

    /** The longest wait that an endpoint may ask for. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** How long a token that arrives expired is shared. */
    static final Duration SHARED_BORN_DEAD = Duration.ofSeconds(1);

    /** In nanoseconds; two such waits are more than the second that the rounding of a life may hide. */
    static final long BORN_DEAD_RETRY = Duration.ofMillis(510).toNanos();

    /** The rest after an answer that does not come from an authorization server, or after an outage. */
    static final Duration OUTAGE_REST = Duration.ofSeconds(2);

    /** In nanoseconds; no two tries are closer while a token is held. */
    static final long MIN_BACKOFF = Duration.ofMillis(100).toNanos();

    /** In nanoseconds; a request is taken to last at least so long. */
    static final long MIN_REQUEST = Duration.ofMillis(50).toNanos();

    /** In nanoseconds; a token rejected so soon after it replaced a rejected one was no cure. */
    static final long REJECTED_AGAIN_WITHIN = Duration.ofMinutes(1).toNanos();

    public RefreshPolicy {
        requireUpToADay(expiryMargin, "expiryMargin");
        requireUpToADay(minInterval, "minInterval");
        requireUpToADay(refusalCooldown, "refusalCooldown");
        if (!(refreshAhead > 0 && refreshAhead <= 1)) {
            throw new IllegalArgumentException("refreshAhead must be above 0 and at most 1: " + refreshAhead);
        }
        if (!(jitter >= 0 && jitter < refreshAhead)) {
            throw new IllegalArgumentException("jitter must be at least 0 and below refreshAhead: " + jitter);
        }
    }

    private static void requireUpToADay(Duration duration, String name) {
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(name + " must be from 0 to one day: " + duration);
        }
    }

    public RefreshPolicy withExpiryMargin(Duration margin) {
        return new RefreshPolicy(margin, refreshAhead, jitter, minInterval, refusalCooldown, refuseReducedScope);
    }

    public RefreshPolicy withRefreshAhead(double share) {
        return new RefreshPolicy(expiryMargin, share, jitter, minInterval, refusalCooldown, refuseReducedScope);
    }

    public RefreshPolicy withJitter(double share) {
        return new RefreshPolicy(expiryMargin, refreshAhead, share, minInterval, refusalCooldown, refuseReducedScope);
    }

    public RefreshPolicy withMinInterval(Duration interval) {
        return new RefreshPolicy(expiryMargin, refreshAhead, jitter, interval, refusalCooldown, refuseReducedScope);
    }

    public RefreshPolicy withRefusalCooldown(Duration cooldown) {
        return new RefreshPolicy(expiryMargin, refreshAhead, jitter, minInterval, cooldown, refuseReducedScope);
    }

    public RefreshPolicy withRefuseReducedScope(boolean refuse) {
        return new RefreshPolicy(expiryMargin, refreshAhead, jitter, minInterval, refusalCooldown, refuse);
    }

    /** The age in nanoseconds from which a token of this life is no longer handed out. */
    long usableAge(long life) {
        return life - Math.min(expiryMargin.toNanos(), (long) (life * MAX_MARGIN));
    }

    /** The age at which it is renewed; {@code draw} is a random number from 0 to 1. */
    long refreshAge(long life, double draw) {
        return (long) (life * (refreshAhead - jitter * draw));
    }

    /** How long it is shared at least. */
    long sharedFor(long life) {
        return Math.min(minInterval.toNanos(), life / 4);
    }

    /** Whether a token has arrived with too little left to be of use, in nanoseconds. */
    static boolean isBornDead(long life, long left) {
        return left <= 0 || life < BORN_DEAD_BELOW;
    }

    /**
     * Nanoseconds until the next try of a failed renewal: growing, but never past half of what is {@code left} until
     * the last one that is in time. Straight to that one if after another failure it would come too early: tries are
     * at least {@code apart}.
     */
    static long backoff(int failures, long left, long apart) {
        if (left / 2 < Math.max(apart, MIN_BACKOFF)) {
            return Math.max(MIN_BACKOFF, left);
        }
        return Math.min(RENEWAL_BACKOFF.jitteredAfter(failures).toNanos(), left / 2);
    }

    /** Nanoseconds until the renewal of a token that was rejected after so many others in a row. */
    static long restAfterRejections(int rejections) {
        return REJECTION_REST.after(rejections).toNanos();
    }

    /** What is obeyed of the wait that an endpoint asks for. */
    static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked;
    }

    /** How long a credential rests that was refused so many times in a row. */
    Duration cooldown(int refusals) {
        return new Backoff(refusalCooldown, refusalCooldown.multipliedBy(12)).after(refusals);
    }
}
