package dev.reactivetoken.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdCostsTest {

    private final CrowdCosts costs = new CrowdCosts();

    @Test
    void a_round_of_several_crowds_counts_by_the_one_in_the_middle() {
        costs.add(List.of(cost(9_000, 1, 0), cost(1_000, 1, 0), cost(2_000, 1, 0)));
        costs.add(List.of(cost(3_000, 1, 0)));
        assertThat(costs.nanosEach()).containsExactly(2, 3);
        assertThat(costs.bytesEach()).containsExactly(24, 24);
    }

    @Test
    void requests_and_failures_are_those_of_the_worst_crowd_also_if_it_was_not_in_the_middle() {
        costs.add(List.of(cost(9_000, 7, 3), cost(1_000, 1, 0), cost(2_000, 1, 0)));
        assertThat(costs.requests()).isEqualTo(7);
        assertThat(costs.failed()).isEqualTo(3);
    }

    private static Crowd.Cost cost(long nanos, long requests, long failed) {
        return new Crowd.Cost(1_000, nanos, 24_000, requests, failed);
    }
}
