package dev.reactivetoken.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void each_jvm_is_one_sample_by_the_median_of_its_iterations() {
        Samples samples = byFork(fork -> new double[] {fork, fork, 1_000});
        assertThat(samples.estimate()).isEqualTo(new Estimate(2.5, 0.0, 5.0));
    }

    @Test
    void a_ratio_pairs_the_iterations_of_one_round() {
        Samples ours = byFork(fork -> new double[] {30, 300, 3_000});
        Samples floor = byFork(fork -> new double[] {10, 100, 1_000});
        assertThat(ours.ratioTo(floor)).isEqualTo(Estimate.exact(3));
    }

    @Test
    void a_difference_pairs_them_too() {
        Samples two = byFork(fork -> new double[] {12, 110, 1_004});
        Samples one = byFork(fork -> new double[] {2, 100, 994});
        assertThat(two.minus(one).estimate()).isEqualTo(Estimate.exact(10));
    }

    private static Samples byFork(java.util.function.IntFunction<double[]> iterations) {
        return new Samples(IntStream.range(0, 6).mapToObj(iterations).toArray(double[][]::new));
    }
}
