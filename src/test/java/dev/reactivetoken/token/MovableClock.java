package dev.reactivetoken.token;

import java.time.Duration;
import java.time.Instant;

/** Two clocks that stand still until one of them is moved. */
final class MovableClock implements TokenClock {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private long wall = START.toEpochMilli();
    private long monotonic = Long.MAX_VALUE - 1_000; // a wrap-around is near

    @Override
    public long wallTime() {
        return wall;
    }

    @Override
    public long monotonicTime() {
        return monotonic;
    }

    void pass(Duration time) {
        setWallClock(time);
        monotonic += time.toNanos();
    }

    void setWallClock(Duration by) {
        wall += by.toMillis();
    }
}
