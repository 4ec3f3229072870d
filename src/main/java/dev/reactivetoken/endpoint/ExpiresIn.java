package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.AccessToken;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code expires_in}: a decimal number of any size and precision. */
final class ExpiresIn {

    private static final BigDecimal MOST = BigDecimal.valueOf(AccessToken.MAX_LIFETIME.toSeconds());
    private static final BigDecimal LEAST = new BigDecimal("0.001");

    /** A longer text is not parsed. So many digits fit any double that is written out. */
    private static final int CHARACTERS = 1000;

    private ExpiresIn() {}

    /**
     * Whole milliseconds, the rest cut off; zero for zero and less; {@link AccessToken#MAX_LIFETIME} for more than that;
     * null when the text is no number.
     */
    static @Nullable Duration parse(String text) {
        if (text.length() > CHARACTERS) {
            return null;
        }
        try {
            return duration(new BigDecimal(text.strip()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Compares before it converts: 1e999999999 has too many digits to be written out. */
    private static Duration duration(BigDecimal seconds) {
        if (seconds.compareTo(LEAST) < 0) {
            return Duration.ZERO;
        }
        if (seconds.compareTo(MOST) >= 0) {
            return AccessToken.MAX_LIFETIME;
        }
        return Duration.ofMillis(
                seconds.movePointRight(3).setScale(0, RoundingMode.DOWN).longValueExact());
    }
}
