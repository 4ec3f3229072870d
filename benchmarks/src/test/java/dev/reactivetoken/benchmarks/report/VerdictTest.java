package dev.reactivetoken.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.benchmarks.harness.Estimate;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void reached_when_the_whole_interval_is_on_the_right_side() {
        assertThat(Verdict.atMost(1.1, interval(0.9, 1.0, 1.1))).isEqualTo(Verdict.REACHED);
        assertThat(Verdict.atLeast(0.9, interval(0.9, 1.0, 1.1))).isEqualTo(Verdict.REACHED);
    }

    @Test
    void missed_when_the_whole_interval_is_on_the_wrong_side() {
        assertThat(Verdict.atMost(1.1, interval(1.11, 1.2, 1.3))).isEqualTo(Verdict.MISSED);
        assertThat(Verdict.atLeast(0.9, interval(0.7, 0.8, 0.89))).isEqualTo(Verdict.MISSED);
    }

    @Test
    void not_decided_when_the_interval_holds_the_bound_wherever_the_median_is() {
        assertThat(Verdict.atMost(1.1, interval(0.9, 1.0, 1.2))).isEqualTo(Verdict.NOT_DECIDED);
        assertThat(Verdict.atMost(1.1, interval(1.1, 1.9, 2.0))).isEqualTo(Verdict.NOT_DECIDED);
        assertThat(Verdict.atLeast(0.9, interval(0.8, 0.95, 1.0))).isEqualTo(Verdict.NOT_DECIDED);
        assertThat(Verdict.atLeast(0.9, interval(0.8, 0.85, 0.9))).isEqualTo(Verdict.NOT_DECIDED);
    }

    @Test
    void not_decided_without_an_interval() {
        assertThat(Verdict.atMost(1.1, Estimate.of(0.5, 0.5))).isEqualTo(Verdict.NOT_DECIDED);
        assertThat(Verdict.atLeast(1.1, Estimate.of(9, 9))).isEqualTo(Verdict.NOT_DECIDED);
    }

    @Test
    void a_count_is_reached_or_missed() {
        assertThat(Verdict.atMost(0, Estimate.exact(0))).isEqualTo(Verdict.REACHED);
        assertThat(Verdict.atMost(0, Estimate.exact(1))).isEqualTo(Verdict.MISSED);
    }

    @Test
    void not_measured_when_the_question_was_not_asked() {
        assertThat(Verdict.atMost(1, null)).isEqualTo(Verdict.NOT_MEASURED);
        assertThat(Verdict.atLeast(1, null)).isEqualTo(Verdict.NOT_MEASURED);
    }

    private static Estimate interval(double low, double median, double high) {
        return new Estimate(median, low, high);
    }
}
