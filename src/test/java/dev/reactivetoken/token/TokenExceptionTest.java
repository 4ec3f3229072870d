package dev.reactivetoken.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenExceptionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"0,1", "-5000,1", "1,1", "1000,1", "1001,2", "59500,60"})
    void a_client_may_come_back_at_the_next_attempt_in_whole_seconds_and_at_least_one(long milliseconds, long seconds) {
        TokenException failure = failure(NOW.plusMillis(milliseconds), Duration.ofMinutes(5));

        assertThat(failure.retryAfterSeconds(NOW)).isEqualTo(seconds);
    }

    @Test
    void or_else_when_the_endpoint_asked_it_to_or_else_after_a_second() {
        assertThat(failure(null, Duration.ofMinutes(5)).retryAfterSeconds(NOW)).isEqualTo(300);
        assertThat(failure(null, null).retryAfterSeconds(NOW)).isEqualTo(1);
    }

    private static TokenException failure(@Nullable Instant nextAttempt, @Nullable Duration retryAfter) {
        return new Unreachable("busy", new ErrorResponse(503, null, null, retryAfter), null)
                .inRefresh(new RefreshAttempts("orders", 1, nextAttempt));
    }
}
