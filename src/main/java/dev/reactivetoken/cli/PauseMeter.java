package dev.reactivetoken.cli;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * How long this machine itself stood still (a suspended host, a stopped process, a collection of garbage, a busy CPU),
 * as seen by a thread that only sleeps: a wait that no token source can spare anybody.
 */
final class PauseMeter implements AutoCloseable {

    private static final long NAP_MILLIS = 5;

    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final Thread sleeper = new Thread(this::sleep, "standstill-meter");

    PauseMeter() {
        sleeper.setDaemon(true);
        sleeper.start();
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
        sleeper.interrupt();
    }

    private void sleep() {
        try {
            while (true) {
                long before = System.nanoTime();
                Thread.sleep(NAP_MILLIS);
                longest.accumulate(System.nanoTime() - before - TimeUnit.MILLISECONDS.toNanos(NAP_MILLIS));
            }
        } catch (InterruptedException closed) {
            // the measurement is over
        }
    }
}
