package dev.reactivetoken.testing;

import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.scheduler.Scheduler;

/**
 * Both clocks and the timers of a source, moved by the test. Time stands still until it is moved.
 *
 * <pre>{@code
 * ManualTime time = new ManualTime();
 * ScriptedEndpoint endpoint = new ScriptedEndpoint(time);
 * ReactiveTokenSource source = ReactiveTokenSource.builder()
 *         .endpoint(endpoint)
 *         .authentication(ClientAuthentication.none("client"))
 *         .clock(time)
 *         .scheduler(time.scheduler())
 *         .build();
 * }</pre>
 *
 * <p>Safe for use by several threads. Tasks run one after the other: a task without delay at once on the thread that
 * schedules it, a delayed one on the thread that calls {@link #advance}. What is scheduled, or by how much time is
 * advanced, while a task runs takes effect on that task's thread after it.
 */
public final class ManualTime implements TokenClock {

    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    /** A source reads its clocks at most once in this time. */
    private static final Duration CLOCK_READ_INTERVAL = Duration.ofMillis(1);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicLong wallShift = new AtomicLong();

    /** The wall clock at 2026-01-01T00:00:00Z, the monotonic clock at 0. */
    public ManualTime() {}

    @Override
    public long wallTime() {
        return START + scheduler.now(TimeUnit.MILLISECONDS) + wallShift.get();
    }

    @Override
    public long monotonicTime() {
        return scheduler.now(TimeUnit.NANOSECONDS);
    }

    /** The wall clock. */
    public Instant instant() {
        return Instant.ofEpochMilli(wallTime());
    }

    /** The timers that this time drives. Disposing of it does nothing. */
    public Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Lets time pass on both clocks, and runs each task that is due at its own time, also those that are scheduled
     * meanwhile.
     *
     * @param by zero runs what is due by now
     * @throws IllegalArgumentException when negative
     */
    public void advance(Duration by) {
        scheduler.advance(by);
    }

    /**
     * Moves the wall clock alone, as an administrator or NTP does. Both clocks then advance by a millisecond, so that
     * the next caller of a source meets it.
     *
     * @param by negative sets it back
     */
    public void setWallClock(Duration by) {
        wallShift.addAndGet(by.toMillis());
        advance(CLOCK_READ_INTERVAL);
    }

    /** Suspends the host: wall time passes, the monotonic clock and the timers stand still. */
    public void suspend(Duration by) {
        setWallClock(by);
    }
}
