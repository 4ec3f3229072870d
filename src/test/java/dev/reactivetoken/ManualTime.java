package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Both clocks and the timers, moved by hand. */
final class ManualTime implements TokenClock {

    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private long wallShift;

    @Override
    public long wallTime() {
        return START + scheduler.now(TimeUnit.MILLISECONDS) + wallShift;
    }

    @Override
    public long monotonicTime() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    Instant instant() {
        return Instant.ofEpochMilli(wallTime());
    }

    void advance(Duration by) {
        scheduler.advanceTimeBy(by);
    }

    /** Somebody sets the wall clock, which is noticed with the next look at it; negative sets it back. */
    void setWallClock(Duration by) {
        wallShift += by.toMillis();
        advance(Held.LOOK_AGAIN);
    }

    /** The host sleeps: wall time passes, the monotonic clock and the timers stand still. */
    void suspend(Duration by) {
        setWallClock(by);
    }
}
