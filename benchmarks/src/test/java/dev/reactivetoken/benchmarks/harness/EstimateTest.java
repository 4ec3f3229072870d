package dev.reactivetoken.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void ranks_are_those_of_the_tables_for_the_sign_test_at_five_percent() {
        assertThat(IntStream.of(1, 5, 6, 8, 9, 11, 12, 15, 20, 25, 40, 100).map(Estimate::rank))
                .containsExactly(0, 0, 1, 1, 2, 2, 3, 4, 6, 8, 14, 40);
    }

    @Test
    void six_samples_have_an_interval_from_the_least_to_the_greatest() {
        assertThat(Estimate.of(5, 1, 4, 2, 6, 3)).isEqualTo(new Estimate(3.5, 1.0, 6.0));
    }

    @Test
    void nine_samples_leave_the_outermost_out() {
        assertThat(Estimate.of(100, 2, 3, 4, 5, 6, 7, 8, -100)).isEqualTo(new Estimate(5, 2.0, 8.0));
    }

    @Test
    void fewer_than_six_samples_have_no_interval() {
        assertThat(Estimate.of(1, 2, 3, 4, 5)).isEqualTo(new Estimate(3, null, null));
        assertThat(Estimate.of().median()).isNaN();
    }

    @Test
    void a_ratio_is_made_pair_by_pair() {
        double[] slowsDown = {10, 20, 40, 80, 160, 320};
        double[] slowsDownAlike = {5, 10, 20, 40, 80, 160};
        assertThat(Estimate.ofRatios(slowsDown, slowsDownAlike)).isEqualTo(Estimate.exact(2));
    }

    @Test
    void rounds_without_a_partner_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.ofRatios(new double[6], new double[7]));
    }

    @Test
    void the_interval_holds_the_true_median_in_95_of_100_experiments_or_more() {
        Random random = new Random(7);
        int held = 0;
        for (int experiment = 0; experiment < 10_000; experiment++) {
            double[] skewed =
                    random.doubles(11).map(uniform -> -Math.log(uniform)).toArray();
            Estimate estimate = Estimate.of(skewed);
            held += estimate.low() <= Math.log(2) && Math.log(2) <= estimate.high() ? 1 : 0;
        }
        assertThat(held).isBetween(9_500, 9_950);
    }

    @Test
    void an_estimate_does_not_sort_the_samples_of_the_caller() {
        double[] samples = {3, 1, 2};
        Estimate.of(samples);
        assertThat(samples).isEqualTo(new double[] {3, 1, 2});
    }

    @Test
    void it_is_written_with_its_interval_unless_it_has_none_or_was_counted() {
        assertThat(new Estimate(27.24, 26.5, 28.04)).hasToString("27.2 (26.5–28.0)");
        assertThat(new Estimate(1_234, null, null)).hasToString("1,234");
        assertThat(Estimate.exact(0)).hasToString("0");
    }

    @Test
    void an_interval_with_one_end_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Estimate(1, 1.0, null));
    }
}
