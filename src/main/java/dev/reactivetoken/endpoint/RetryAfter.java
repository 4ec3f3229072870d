package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenClock;
import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Reads {@code Retry-After} (RFC 9110 section 10.2.3): seconds, or a date in any of the three forms of HTTP. */
final class RetryAfter {

    /** A longer wait is cut to this one, so that no arithmetic on it can overflow. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private static final int DIGITS = 18;

    private RetryAfter() {}

    /** How long to wait, not yet bounded by what a source accepts; null when the header is missing or makes no sense. A date in the past means zero. */
    static @Nullable Duration parse(@Nullable String header, TokenClock clock) {
        if (header == null || header.isBlank() || header.length() > 64) {
            return null;
        }
        String text = header.strip();
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? seconds(text) : untilDate(text, clock);
    }

    private static Duration seconds(String digits) {
        return digits.length() > DIGITS ? LONGEST : bounded(Duration.ofSeconds(Long.parseLong(digits)));
    }

    private static @Nullable Duration untilDate(String text, TokenClock clock) {
        @Nullable Date date = DateFormatter.parseHttpDate(text);
        return date == null ? null : bounded(Duration.ofMillis(date.toInstant().toEpochMilli() - clock.wallTime()));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
