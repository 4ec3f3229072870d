package dev.reactivetoken;

import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Unavailable;
import org.jspecify.annotations.Nullable;

/** What a source makes of a refresh that brought no token it could use. */
final class RefreshFailure {

    private RefreshFailure() {}

    /** This one, if it is in the words of a source already. */
    static TokenException of(String source, Throwable thrown) {
        if (thrown instanceof TokenException known) {
            return known instanceof Unavailable && known.source().isEmpty()
                    ? known.inRefresh(new RefreshAttempts(source, 0, null))
                    : known;
        }
        return unavailable(
                source, "the refresh failed unexpectedly: " + thrown.getClass().getName(), thrown);
    }

    static TokenException closed(String source) {
        return unavailable(source, "closed", null);
    }

    /** The held token has more left than the one that arrived, or is the same. */
    static TokenException noBetter(String source, boolean same, NextAttempt next) {
        return new Malformed(
                        same
                                ? "the endpoint answered with the held token again"
                                : "the endpoint answered with a token that has less left than the held one",
                        ErrorResponse.NONE)
                .inRefresh(new RefreshAttempts(source, 1, next));
    }

    private static TokenException unavailable(String source, String reason, @Nullable Throwable cause) {
        return new Unavailable(reason, cause).inRefresh(new RefreshAttempts(source, 0, null));
    }
}
