package dev.reactivetoken.benchmarks.harness;

import java.lang.management.ManagementFactory;

/** Bytes allocated, and bytes reachable. */
public final class Heap {

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Heap() {}

    /** Allocated so far by all live threads. */
    public static long allocated() {
        long sum = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(each, 0);
        }
        return sum;
    }

    /** Reachable now: collects garbage until that changes nothing any more. */
    public static long used() {
        long used = collected();
        for (int i = 0; i < 10; i++) {
            long before = used;
            used = collected();
            if (used >= before) {
                return before;
            }
        }
        return used;
    }

    private static long collected() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
