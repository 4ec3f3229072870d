package dev.reactivetoken.token;

/**
 * Both clocks of a machine. A token is over when <em>either</em> says so: a suspended host stops the monotonic clock,
 * an administrator or NTP moves the wall clock. The names are those of Micrometer's clock.
 */
public interface TokenClock {

    /** The wall clock, in milliseconds since the epoch; may jump in both directions. */
    long wallTime();

    /** The monotonic clock, in nanoseconds since an arbitrary origin; never set, but stops while the host sleeps. */
    long monotonicTime();

    /** Both readings, taken one right after the other. */
    default Moment now() {
        return new Moment(wallTime(), monotonicTime());
    }

    /** The clocks of this machine. */
    static TokenClock system() {
        return SystemClock.INSTANCE;
    }

    /**
     * A moment, read from both clocks.
     *
     * @param wallTime milliseconds since the epoch
     * @param monotonicTime nanoseconds, comparable within this JVM only
     */
    record Moment(long wallTime, long monotonicTime) {}
}
