package dev.reactivetoken;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Unavailable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a source makes of a refresh that brought no token. */
final class RefreshFailure {

    /** No arithmetic with it overflows. */
    private static final Duration LONGEST_REST = Duration.ofDays(1);

    private RefreshFailure() {}

    /** This one, if it is in the words of a source already. */
    static TokenException of(String source, Throwable thrown) {
        return thrown instanceof TokenException known
                ? known
                : unavailable(
                        source,
                        "the refresh failed unexpectedly: " + thrown.getClass().getName(),
                        thrown);
    }

    static TokenException withoutToken(String source) {
        return unavailable(source, "the refresh ended without a token", null);
    }

    static TokenException closed(String source) {
        return unavailable(source, "closed", null);
    }

    private static TokenException unavailable(String source, String reason, @Nullable Throwable cause) {
        return new Unavailable(reason, cause).inRefresh(new RefreshAttempts(source, 0, null));
    }

    /** How long no other refresh may begin, from zero to a day: as long as the endpoint has asked for. */
    static Duration forbids(Throwable thrown) {
        if (!(thrown instanceof TokenException failure)
                || failure.retryAfter() == null
                || failure.nextAttempt() == null) {
            return Duration.ZERO;
        }
        Duration wait = failure.retryIn();
        return wait.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wait;
    }
}
