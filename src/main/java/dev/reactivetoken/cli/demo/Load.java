package dev.reactivetoken.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Calls at a steady rate from several threads until it is closed. */
final class Load implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int CALLS = 2;
    private static final long PAUSE_MILLIS = 2;

    private final Scheduler threads = Schedulers.newParallel("caller", THREADS, true);

    private Load() {}

    /** Starts about 4,000 calls a second, or as many as the machine can make. */
    static Load start(Runnable call) {
        Load load = new Load();
        for (int i = 0; i < THREADS; i++) {
            load.threads
                    .createWorker()
                    .schedulePeriodically(() -> repeat(call, CALLS), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
        return load;
    }

    /** Makes all these calls at once from several threads; returns when the last one was made. */
    static void crowd(int callers, Runnable call) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int share = callers / THREADS + (i < callers % THREADS ? 1 : 0);
            Thread thread = new Thread(
                    () -> {
                        awaitQuietly(start);
                        repeat(call, share);
                    },
                    "crowd-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Blocks until the last call was made. */
    void stop() {
        threads.disposeGracefully()
                .timeout(Duration.ofSeconds(5))
                .onErrorComplete()
                .block();
    }

    @Override
    public void close() {
        threads.dispose();
    }

    private static void repeat(Runnable call, int times) {
        for (int i = 0; i < times; i++) {
            call.run();
        }
    }

    private static void awaitQuietly(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
