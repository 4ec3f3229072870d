package dev.reactivetoken.benchmarks.harness;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What one thread spends on a call, in its turn: processor time and allocation. On an idle machine the processor time is
 * the time that the call takes, if it ends on its own thread; on a busy one it is still that, while a clock on the wall
 * counts the other work too.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CallCost {

    static final String NANOS = "nanosPerCall";
    static final String BYTES = "bytesPerCall";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public double nanosPerCall;
    public double bytesPerCall;

    private long calls;
    private long nanos;
    private long bytes;

    /** To be called by the benchmark once a call. */
    public void count() {
        calls++;
    }

    @Setup(Level.Iteration)
    public void beginTurn() {
        Turn.begin();
        calls = 0;
        bytes = allocated();
        nanos = THREADS.getCurrentThreadCpuTime();
    }

    @TearDown(Level.Iteration)
    public void endTurn() {
        nanosPerCall = (THREADS.getCurrentThreadCpuTime() - nanos) / (double) calls;
        bytesPerCall = (allocated() - bytes) / (double) calls;
        Turn.end();
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
