package dev.reactivetoken.benchmarks.harness;

import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;

/** What JMH measured of several subjects whose iterations took turns. */
public final class JmhResults<E extends Enum<E>> {

    private final Map<E, RunResult> runs;

    JmhResults(Map<E, RunResult> runs) {
        this.runs = runs;
    }

    /** Nanoseconds of processor time per call. */
    public Samples time(E subject) {
        return perThread(subject, CallCost.NANOS);
    }

    /** Bytes per call, to a tenth: the rest is that of the measurement. */
    public Samples allocation(E subject) {
        return perThread(subject, CallCost.BYTES).map(bytes -> Math.rint(bytes * 10) / 10);
    }

    /** JMH adds up what its threads counted. */
    private Samples perThread(E subject, String counter) {
        int threads = runs.get(subject).getParams().getThreads();
        return secondary(subject, counter).map(sum -> sum / threads);
    }

    /** What the benchmark counts itself, or one of the methods of its group. */
    public Samples secondary(E subject, String name) {
        return new Samples(runs.get(subject).getBenchmarkResults().stream()
                .map(fork -> scores(fork, name))
                .toArray(double[][]::new));
    }

    private static double[] scores(BenchmarkResult fork, String name) {
        return fork.getIterationResults().stream()
                .mapToDouble(
                        iteration -> iteration.getSecondaryResults().get(name).getScore())
                .toArray();
    }
}
