package dev.reactivetoken.benchmarks.harness;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * What one subject measured in each iteration of each of its JVMs. Iterations of the same number ran one right after
 * the other, so they are compared pair by pair. The iterations of one JVM share what its compiler decided; therefore a
 * JVM, by the median of its iterations, is one sample of an estimate.
 */
public record Samples(double[][] byFork) {

    /** Each iteration as a sample of its own: for figures that the compiler of one JVM does not decide. */
    public Samples byIteration() {
        return new Samples(Arrays.stream(byFork)
                .flatMapToDouble(Arrays::stream)
                .mapToObj(iteration -> new double[] {iteration})
                .toArray(double[][]::new));
    }

    public Estimate estimate() {
        return Estimate.of(Arrays.stream(byFork).mapToDouble(Estimate::median).toArray());
    }

    public Samples map(DoubleUnaryOperator change) {
        return new Samples(Arrays.stream(byFork)
                .map(fork -> Arrays.stream(fork).map(change).toArray())
                .toArray(double[][]::new));
    }

    /** In times of the other. */
    public Estimate ratioTo(Samples other) {
        return pairwise(other, (mine, others) -> mine / others).estimate();
    }

    public Samples minus(Samples other) {
        return pairwise(other, (mine, others) -> mine - others);
    }

    private Samples pairwise(Samples other, DoubleBinaryOperator compute) {
        return new Samples(IntStream.range(0, byFork.length)
                .mapToObj(fork -> pairs(byFork[fork], other.byFork[fork], compute))
                .toArray(double[][]::new));
    }

    private static double[] pairs(double[] mine, double[] others, DoubleBinaryOperator compute) {
        if (mine.length != others.length) {
            throw new IllegalArgumentException("%d and %d iterations".formatted(mine.length, others.length));
        }
        return IntStream.range(0, mine.length)
                .mapToDouble(iteration -> compute.applyAsDouble(mine[iteration], others[iteration]))
                .toArray();
    }
}
