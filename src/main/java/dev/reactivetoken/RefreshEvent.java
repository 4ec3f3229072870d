package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refresh that has ended: with a token or with a failure, never with both. Prints no secret and no token.
 *
 * @param source name of the token source
 * @param cause why the refresh began
 * @param took from beginning to end with all attempts, by the monotonic clock; zero if it could not begin
 * @param token what it brought; null if it failed
 * @param failure why it brought nothing; null if it brought a token
 * @param held the usable token that is handed out from now on: the new one, or the old one if that goes on; null if
 *     there is none, so that callers fail or wait for the next refresh
 * @param previousFailure why the refresh before it failed; null if that succeeded or there was none
 */
public record RefreshEvent(
        String source,
        RefreshCause cause,
        Duration took,
        @Nullable AccessToken token,
        @Nullable TokenException failure,
        @Nullable AccessToken held,
        @Nullable TokenException previousFailure) {

    public RefreshEvent {
        if ((token == null) == (failure == null)) {
            throw new IllegalArgumentException("a refresh ends either with a token or with a failure");
        }
    }
}
