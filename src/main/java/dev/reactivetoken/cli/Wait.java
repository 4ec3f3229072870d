package dev.reactivetoken.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets time pass on the thread of the demo, which may block. */
final class Wait {

    private Wait() {}

    static void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time.toMillis());
    }

    /** Until this holds or the time is over; answers whether it held. */
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
