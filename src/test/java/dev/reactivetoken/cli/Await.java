package dev.reactivetoken.cli;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread or process brings about. */
final class Await {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Await() {}

    /** Asks again until the condition holds; returns whether it held within 30 seconds. */
    static boolean until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }
}
