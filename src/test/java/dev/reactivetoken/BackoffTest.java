package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    @Test
    void doubles_with_each_failure_up_to_its_cap() {
        assertThat(backoff.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.after(5)).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.after(6)).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void of_no_time_stays_none() {
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).after(100)).isEqualTo(Duration.ZERO);
    }

    @Test
    void keeps_its_jitter_at_the_cap() {
        Set<Duration> drawn = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Duration wait = backoff.jitteredAfter(1_000);
            assertThat(wait).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(45));
            drawn.add(wait);
        }
        assertThat(drawn).hasSizeGreaterThan(900);
    }
}
