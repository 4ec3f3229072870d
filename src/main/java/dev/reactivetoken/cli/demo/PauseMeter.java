package dev.reactivetoken.cli.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Measures pauses of the whole process (a suspended host, a stopped process, garbage collection, a busy CPU) by a
 * thread that only sleeps. No token source can prevent the waits that they cause.
 */
final class PauseMeter implements AutoCloseable {

    private static final long SLEEP_MILLIS = 5;

    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final Thread thread = new Thread(this::sleep, "pause-meter");

    PauseMeter() {
        thread.setDaemon(true);
        thread.start();
    }

    /** The longest pause so far. */
    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void sleep() {
        try {
            while (true) {
                long before = System.nanoTime();
                Thread.sleep(SLEEP_MILLIS);
                longest.accumulate(System.nanoTime() - before - TimeUnit.MILLISECONDS.toNanos(SLEEP_MILLIS));
            }
        } catch (InterruptedException closed) {
            // the measurement is over
        }
    }
}
