package dev.reactivetoken.cli;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A command that goes on until it is stopped: by a signal, or by an interrupt of its thread. */
final class UntilStopped {

    /** What there is to say or do at the start. */
    interface Beginning {

        void begin() throws IOException;
    }

    private UntilStopped() {}

    /** Begins, and returns once it has ended; {@code end} may be called twice. */
    static void run(Beginning beginning, Runnable end) throws IOException {
        Thread hook = new Thread(end, "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            try {
                beginning.begin();
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
            // then it runs
        }
    }
}
