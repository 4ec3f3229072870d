package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private final StepClock clock = new StepClock();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    120                             | PT2M
                    0                               | PT0S
                    3600                            | PT1H
                    86401                           | PT24H1S
                    999999999999999999              | PT87600H
                    999999999999999999999999999     | PT87600H
                    Sun, 06 Nov 1994 08:49:37 GMT   | PT37S
                    Sunday, 06-Nov-94 08:49:37 GMT  | PT37S
                    Sun Nov  6 08:49:37 1994        | PT37S
                    Sun, 06 Nov 1994 08:48:37 GMT   | PT0S
                    Sun, 06 Nov 2033 08:49:37 GMT   | PT87600H
                    """)
    void reads_seconds_and_dates_up_to_ten_years(String header, Duration wait) {
        clock.millis.set(Instant.parse("1994-11-06T08:49:00Z").toEpochMilli());

        assertThat(RetryAfter.parse(header, clock)).isEqualTo(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-5", "1.5", "soon", "12 s", "0x10", "tomorrow at noon, please", "٣"})
    void ignores_what_makes_no_sense(String header) {
        assertThat(RetryAfter.parse(header, clock)).isNull();
    }

    @Test
    void ignores_a_header_that_is_missing_or_absurdly_long() {
        assertThat(RetryAfter.parse(null, clock)).isNull();
        assertThat(RetryAfter.parse("1".repeat(65), clock)).isNull();
    }
}
