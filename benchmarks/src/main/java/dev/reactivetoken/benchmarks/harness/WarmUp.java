package dev.reactivetoken.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Lets the compiler finish with a benchmark before its first turn. JVMs may do so at once, and on a busy machine it takes
 * longer: what counts is processor time.
 */
public final class WarmUp {

    private static final int CALLS = 1_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private WarmUp() {}

    /** Calls the benchmark until this thread has spent so much processor time on it. */
    public static void run(Duration processorTime, Runnable benchmark) {
        long end = THREADS.getCurrentThreadCpuTime() + processorTime.toNanos();
        while (THREADS.getCurrentThreadCpuTime() < end) {
            for (int i = 0; i < CALLS; i++) {
                benchmark.run();
            }
        }
    }
}
