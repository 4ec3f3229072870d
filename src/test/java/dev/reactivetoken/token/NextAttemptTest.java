package dev.reactivetoken.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NextAttemptTest {

    private final MovableClock clock = new MovableClock();

    @Test
    void the_wait_runs_out_by_the_monotonic_clock() {
        NextAttempt next = NextAttempt.after(clock, Duration.ofSeconds(5));

        assertThat(next.in()).isEqualTo(Duration.ofSeconds(5));
        clock.pass(Duration.ofSeconds(2));
        assertThat(next.in()).isEqualTo(Duration.ofSeconds(3));
        clock.setWallClock(Duration.ofHours(-2));
        assertThat(next.in()).isEqualTo(Duration.ofSeconds(3));
        clock.pass(Duration.ofSeconds(9));
        assertThat(next.in()).isZero();
    }

    @Test
    void the_time_told_is_that_of_the_wall_clock_when_the_wait_began() {
        NextAttempt next = NextAttempt.after(clock, Duration.ofSeconds(5));
        clock.setWallClock(Duration.ofHours(-2));

        assertThat(next.time()).isEqualTo(MovableClock.START.plusSeconds(5));
        assertThat(next).hasToString("NextAttempt[2026-01-01T00:00:05Z]");
    }

    @Test
    void a_wait_beyond_measure_is_cut_and_a_negative_one_is_none() {
        assertThat(NextAttempt.after(clock, Duration.ofSeconds(Long.MAX_VALUE)).in())
                .isEqualTo(Duration.ofDays(3650));
        assertThat(NextAttempt.after(clock, Duration.ofSeconds(Long.MIN_VALUE)).in())
                .isZero();
    }
}
