package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Answers token requests (RFC 6749 section 3.2): an HTTP server, or a lambda in a test. */
@FunctionalInterface
public interface TokenEndpoint {

    /**
     * Sends the request once per subscription. Signals exactly one answer, or a {@link TokenException}; any other
     * exception is taken for a transient failure.
     */
    Mono<TokenResponse> send(TokenRequest request);

    /**
     * Its URI: the audience of a client's assertion (RFC 7523 section 3) and what a proof names (RFC 9449). Null,
     * the default, when it has no address.
     */
    default @Nullable URI uri() {
        return null;
    }

    /** By which clocks it counts the lives of its tokens; null, the default, when it leaves that to its source. */
    default @Nullable TokenClock clock() {
        return null;
    }

    /**
     * The exchange, begun when this endpoint has room for it: in the order of subscription, where only so many requests
     * may be in flight. The wait counts against the deadline of a refresh, not as a failure of the endpoint. Default: at
     * once.
     */
    default <T> Mono<T> admit(Mono<T> exchange) {
        return exchange;
    }

    /**
     * Where a source that asks this endpoint starts its refreshes and runs its timers, unless it is told otherwise.
     * Never a caller's own stack. Default {@link Schedulers#parallel()}.
     */
    default Scheduler scheduler() {
        return Schedulers.parallel();
    }
}
