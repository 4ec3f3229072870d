package dev.reactivetoken;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential back-off: doubles with each failure in a row, from {@code first} up to {@code cap}.
 *
 * @param first after the first failure
 * @param cap never more than that, without jitter
 */
record Backoff(Duration first, Duration cap) {

    /** After so many failures in a row, without jitter. */
    Duration after(int failures) {
        int doublings = Math.max(0, failures - 1);
        long nanos = first.toNanos();
        return doublings >= Long.numberOfLeadingZeros(nanos) - 1 || nanos << doublings > cap.toNanos()
                ? cap
                : Duration.ofNanos(nanos << doublings);
    }

    /** From half of that to one and a half, at random, also at the cap: a fleet must not come back in step. */
    Duration jitteredAfter(int failures) {
        return Duration.ofNanos((long)
                (after(failures).toNanos() * (0.5 + ThreadLocalRandom.current().nextDouble())));
    }
}
