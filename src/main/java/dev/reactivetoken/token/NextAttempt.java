package dev.reactivetoken.token;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next token request may be sent. The wait is measured by the monotonic clock, so that setting the wall clock
 * neither prolongs nor shortens it.
 *
 * @param clock whose clocks {@code at} was read from
 * @param at no request is sent before
 */
public record NextAttempt(TokenClock clock, TokenClock.Moment at) {

    /** A longer wait is cut to this one, so that no arithmetic on it can overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** After this wait from now on; a negative one counts as zero, one of more than 3650 days as that. */
    public static NextAttempt after(TokenClock clock, Duration wait) {
        Duration bounded = wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        TokenClock.Moment now = clock.now();
        return new NextAttempt(
                clock,
                new TokenClock.Moment(now.wallTime() + bounded.toMillis(), now.monotonicTime() + bounded.toNanos()));
    }

    /** What is left of the wait, by the monotonic clock; never negative. */
    public Duration in() {
        return Duration.ofNanos(Math.max(0, at.monotonicTime() - clock.monotonicTime()));
    }

    /** The end of the wait by the wall clock as it stood when the wait began: for messages, not for arithmetic. */
    public Instant time() {
        return Instant.ofEpochMilli(at.wallTime());
    }

    @Override
    public String toString() {
        return "NextAttempt[" + time() + ']';
    }
}
