package dev.reactivetoken.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetTest {

    @Test
    void an_end_that_would_look_like_the_bound_is_shown_with_more_digits() {
        assertThat(Target.atMost("hit", "time", 1.1, "", new Estimate(1.0, 0.95, 1.104))
                        .shown())
                .isEqualTo("1 (0.950–1.104)");
        assertThat(Target.atMost("hit", "time", 1.1, "", new Estimate(1.01, 0.95, 1.1))
                        .shown())
                .isEqualTo("1.01 (0.95–1.10)");
    }

    @Test
    void without_results_nothing_is_measured_and_nothing_is_explained() {
        assertThat(Targets.of(List.of())).isNotEmpty().allSatisfy(target -> {
            assertThat(target.verdict()).isEqualTo(Verdict.NOT_MEASURED);
            assertThat(target.shown()).isEqualTo("not measured");
            assertThat(target.note()).isEmpty();
        });
    }

    @Test
    void a_note_is_another_figure_of_the_same_run() {
        List<Row> rows = List.of(
                row(Metrics.HIT_TO_MONO_CACHE, new Estimate(2.2, 2.1, 2.3)),
                row(Metrics.CLOCK_TO_HIT, new Estimate(0.73, 0.7, 0.76)));
        assertThat(Targets.of(rows))
                .filteredOn(target -> target.verdict() != Verdict.NOT_MEASURED)
                .singleElement()
                .satisfies(target -> {
                    assertThat(target.verdict()).isEqualTo(Verdict.MISSED);
                    assertThat(target.note()).endsWith("0.73 (0.70–0.76)");
                });
    }

    @Test
    void figures_of_other_parameters_do_not_count() {
        Row twoThreads =
                new Row("hit", "reactive-token", "1", Map.of("threads", 2), Metrics.HIT_TO_FLOOR, "1", 1, 1.0, 1.0);
        assertThat(Targets.of(List.of(twoThreads)))
                .allSatisfy(target -> assertThat(target.verdict()).isEqualTo(Verdict.NOT_MEASURED));
    }

    private static Row row(String metric, Estimate estimate) {
        return new Row(
                "hit",
                "reactive-token",
                "1",
                Map.of("threads", 1),
                metric,
                "1",
                estimate.median(),
                estimate.low(),
                estimate.high());
    }
}
