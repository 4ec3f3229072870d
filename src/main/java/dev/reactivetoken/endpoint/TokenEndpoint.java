package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Something that answers token requests (RFC 6749 section 3.2): an HTTP server, or a lambda in a test. */
@FunctionalInterface
public interface TokenEndpoint {

    /**
     * Sends the request once per subscription. Signals exactly one answer, or a {@link TokenException}; any other
     * exception is taken for a transient failure.
     */
    Mono<TokenResponse> send(TokenRequest request);

    /**
     * Where a source that asks this endpoint starts its refreshes and runs its timers, unless it is told otherwise.
     * Never a caller's own stack. Default {@link Schedulers#parallel()}.
     */
    default Scheduler scheduler() {
        return Schedulers.parallel();
    }
}
