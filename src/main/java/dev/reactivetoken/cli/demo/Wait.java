package dev.reactivetoken.cli.demo;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits on the thread of the demo, which may block. */
final class Wait {

    private Wait() {}

    static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** Waits until the condition holds or the time is over; returns whether it held. */
    static boolean until(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }
}
