package dev.reactivetoken.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Runs something until the process gets a signal or this thread is interrupted. */
final class UntilStopped {

    /** What is done at the start. */
    interface Start {

        void run() throws IOException;
    }

    private UntilStopped() {}

    /** Returns once {@code end} has run; it may run twice. */
    static void run(Start start, Runnable end) throws IOException {
        Thread hook = new Thread(end, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            try {
                start.run();
                new CountDownLatch(1).await();
            } finally {
                remove(hook);
                end.run();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // then the hook runs
        }
    }
}
