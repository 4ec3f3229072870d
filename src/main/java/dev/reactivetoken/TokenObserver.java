package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What happened, for logs, meters and traces. Every method does nothing by default.
 *
 * <p>Called on the thread on which it happened: answer quickly and do not block. A method that throws is logged and
 * changes nothing else. Nothing is called on a hit. No argument prints a secret or a token.
 */
public interface TokenObserver {

    /** Around each refresh, for a span or a timer: answers the given {@code Mono}, decorated. */
    default Mono<TokenResponse> aroundRefresh(String source, Mono<TokenResponse> refresh) {
        return refresh;
    }

    /** A refresh brought this token, {@code took} after it began. */
    default void onRefreshed(String source, AccessToken token, Duration took) {}

    /** A refresh failed; {@code stillHeld} goes on being handed out, or callers get the failure if it is null. */
    default void onRefreshFailed(String source, TokenException failure, @Nullable AccessToken stillHeld) {}

    /** One request of a refresh failed; the refresh may still go on to try another. */
    default void onAttemptFailed(String source, TokenException failure) {}

    /** The client was refused, but its credential had changed meanwhile: it is tried at once. */
    default void onCredentialChanged(String source) {}

    /** The endpoint granted less than was asked for (RFC 6749 section 3.3). */
    default void onScopeReduced(String source, Set<String> asked, Set<String> granted) {}

    /** The held token was rejected by a resource server and is forgotten. */
    default void onInvalidated(String source, AccessToken rejected) {}
}
