package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Is told what happens at token sources, for logs, meters and traces. Every method does nothing by default.
 *
 * <p>Called on the thread on which it happened: return quickly and do not block. A method that throws is
 * {@linkplain #composite logged and counted} and changes nothing else. No argument prints a secret or a token.
 */
public interface TokenObserver {

    /** A source was built. Its {@link ReactiveTokenSource#status()} can be asked for at any time. */
    default void onBuilt(String source, ReactiveTokenSource built) {}

    /**
     * A source was closed, or {@link TokenSources} keeps it no longer, and perhaps closed afterwards; another of the
     * same name may have been built before.
     */
    default void onClosed(String source, ReactiveTokenSource closed) {}

    /**
     * The observer of each call, or null, which is the default. Asked for once, when a source is built: without one, a
     * hit pays for none.
     */
    default @Nullable CallObserver calls(String source) {
        return null;
    }

    /**
     * Around each refresh, for a span or a timer: answers the given {@code Mono}, decorated. The decoration sees every
     * signal, and its Reactor Context reaches the refresh; it cannot change, delay or repeat the outcome.
     *
     * @param refresh to be subscribed to once
     * @param caller the Reactor Context of the caller for whom it began, to link to; nothing of it reaches the refresh,
     *     which is shared by all callers
     */
    default Mono<TokenResponse> aroundRefresh(String source, Mono<TokenResponse> refresh, ContextView caller) {
        return refresh;
    }

    /** A refresh has ended. Told of every one, except of one that closing the source cut short. */
    default void onRefresh(RefreshEvent event) {}

    /** One request of a refresh failed; the refresh may still go on to try another. */
    default void onAttemptFailed(String source, TokenException failure) {}

    /** The client was refused, but its credential had changed meanwhile: it is tried at once. */
    default void onCredentialChanged(String source) {}

    /** The endpoint granted less than was asked for (RFC 6749 section 3.3). */
    default void onScopeReduced(String source, Set<String> asked, Set<String> granted) {}

    /** The held token was rejected by a resource server and is forgotten. */
    default void onInvalidated(String source, AccessToken rejected) {}

    /**
     * A request whose token was rejected was sent again with a new one, and the second response has this HTTP status.
     */
    default void onReplayed(String source, int status) {}

    /**
     * Another observer of the same {@linkplain #composite composite} threw, or one of its {@link CallObserver}s.
     *
     * @param broken the observer that threw; it goes on being told
     */
    default void onObserverFailed(String source, TokenObserver broken, Throwable thrown) {}

    /**
     * These observers as one that never throws, not even an {@link Error}. An observer that throws is logged once with
     * its stack trace, later at debug level, and {@linkplain #onObserverFailed told to the others}. What it throws
     * {@linkplain #aroundRefresh around a refresh} costs the refresh nothing. Composites among them are taken apart.
     *
     * @param observers told in this order, {@code aroundRefresh} from inside out; copied
     */
    static TokenObserver composite(Collection<? extends TokenObserver> observers) {
        return new CompositeObserver(observers);
    }
}
