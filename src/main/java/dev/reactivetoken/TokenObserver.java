package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What happened, for logs, meters and traces. Every method does nothing by default.
 *
 * <p>Called on the thread on which it happened: answer quickly and do not block. A method that throws is logged and
 * changes nothing else. No argument prints a secret or a token.
 */
public interface TokenObserver {

    /** A source was built. Ask it for its {@link ReactiveTokenSource#status()} whenever you want to know. */
    default void onBuilt(String source, ReactiveTokenSource built) {}

    /**
     * A source was closed, or {@link TokenSources} keeps it no longer, and perhaps closed afterwards; another of the
     * same name may have been built before.
     */
    default void onClosed(String source, ReactiveTokenSource closed) {}

    /**
     * Who is told of each call, or null, which is the default. Asked once, when a source is built: where nobody wants
     * to know, a hit tells nobody.
     */
    default @Nullable CallObserver calls(String source) {
        return null;
    }

    /**
     * Around each refresh, for a span or a timer: answers the given {@code Mono}, decorated.
     *
     * @param caller the Reactor Context of the caller for whom it began, to link to; nothing of it reaches the refresh,
     *     which is everybody's
     */
    default Mono<TokenResponse> aroundRefresh(String source, Mono<TokenResponse> refresh, ContextView caller) {
        return refresh;
    }

    /** A refresh brought this token, {@code took} after it began. */
    default void onRefreshed(String source, AccessToken token, Duration took) {}

    /** A refresh failed; {@code stillHeld} goes on being handed out, or callers get the failure if it is null. */
    default void onRefreshFailed(String source, TokenException failure, @Nullable AccessToken stillHeld) {}

    /**
     * Beside either of the two above, for a timer. Not told of a refresh that closing the source cut short.
     *
     * @param failure null if it brought a token
     */
    default void onRefreshEnded(String source, RefreshCause cause, Duration took, @Nullable TokenException failure) {}

    /** One request of a refresh failed; the refresh may still go on to try another. */
    default void onAttemptFailed(String source, TokenException failure) {}

    /** The client was refused, but its credential had changed meanwhile: it is tried at once. */
    default void onCredentialChanged(String source) {}

    /** The endpoint granted less than was asked for (RFC 6749 section 3.3). */
    default void onScopeReduced(String source, Set<String> asked, Set<String> granted) {}

    /** The held token was rejected by a resource server and is forgotten. */
    default void onInvalidated(String source, AccessToken rejected) {}

    /** A request that was answered 401 was sent again with a new token, and answered with this HTTP status. */
    default void onReplayed(String source, int status) {}
}
