package dev.reactivetoken.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenExceptionTest {

    private final MovableClock clock = new MovableClock();

    @ParameterizedTest
    @CsvSource({"0,1", "-5000,1", "1,1", "1000,1", "1001,2", "59500,60"})
    void a_client_may_come_back_at_the_next_attempt_in_whole_seconds_and_at_least_one(long milliseconds, long seconds) {
        TokenException failure = failure(Duration.ofMillis(milliseconds), Duration.ofMinutes(5));

        assertThat(failure.retryAfterSeconds()).isEqualTo(seconds);
    }

    @Test
    void a_wall_clock_that_is_set_back_changes_nothing_for_clients() {
        TokenException failure = failure(Duration.ofSeconds(5), null);
        clock.setWallClock(Duration.ofHours(-2));

        assertThat(failure.retryIn()).isEqualTo(Duration.ofSeconds(5));
        assertThat(failure.retryAfterSeconds()).isEqualTo(5);
        assertThat(failure.nextAttempt()).isEqualTo(MovableClock.START.plusSeconds(5));
    }

    @Test
    void without_a_next_attempt_the_endpoint_s_wish_counts_and_without_one_a_second() {
        assertThat(failure(null, Duration.ofMinutes(5)).retryAfterSeconds()).isEqualTo(300);
        assertThat(failure(null, Duration.ofMillis(1500)).retryIn()).isEqualTo(Duration.ofMillis(1500));
        assertThat(failure(null, Duration.ofSeconds(-1)).retryIn()).isZero();
        assertThat(failure(null, null).retryIn()).isZero();
        assertThat(failure(null, null).retryAfterSeconds()).isEqualTo(1);
    }

    @Test
    void a_wish_beyond_measure_does_not_overflow() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

        assertThat(failure(null, forever).retryAfterSeconds()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_deserialized_failure_prints_the_same_and_knows_no_more() throws Exception {
        TokenException failure = failure(Duration.ofSeconds(5), Duration.ofMinutes(5));

        TokenException copy = (TokenException) deserialized(serialized(failure));

        assertThat(copy).hasMessage(failure.getMessage()).hasToString(failure.toString());
        assertThat(copy.source()).isEmpty();
        assertThat(copy.status()).isZero();
        assertThat(copy.nextAttempt()).isNull();
        assertThat(copy.retryAfterSeconds()).isEqualTo(1);
        assertThat(copy.inRefresh(new RefreshAttempts("other", 2, null))).hasMessageContaining("other");
    }

    @Test
    void headers_are_at_hand_but_neither_printed_nor_serialized() throws Exception {
        ResponseHeaders headers = ResponseHeaders.of(List.of(Map.entry("Set-Cookie", "hush")));
        TokenException failure = new Refused("no", new ErrorResponse(400, "invalid_dpop_proof", null, null, headers));

        assertThat(failure.headers().first("set-cookie")).isEqualTo("hush");
        assertThat(failure.toString()).doesNotContain("hush");
        assertThat(new String(serialized(failure), StandardCharsets.ISO_8859_1)).doesNotContain("hush");
    }

    private TokenException failure(@Nullable Duration wait, @Nullable Duration retryAfter) {
        NextAttempt next = wait == null ? null : NextAttempt.after(clock, wait);
        return new Unreachable("busy", new ErrorResponse(503, "later", "Friday", retryAfter), null)
                .inRefresh(new RefreshAttempts("orders", 3, next));
    }

    private static byte[] serialized(Object object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    private static Object deserialized(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
