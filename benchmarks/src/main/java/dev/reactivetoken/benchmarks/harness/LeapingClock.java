package dev.reactivetoken.benchmarks.harness;

import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The clocks of this machine, ahead by the sum of all leaps. */
public final class LeapingClock implements TokenClock {

    private final AtomicLong aheadMillis = new AtomicLong();

    public void leap(Duration time) {
        aheadMillis.addAndGet(time.toMillis());
    }

    @Override
    public long wallTime() {
        return System.currentTimeMillis() + aheadMillis.get();
    }

    @Override
    public long monotonicTime() {
        return System.nanoTime() + aheadMillis.get() * 1_000_000;
    }
}
