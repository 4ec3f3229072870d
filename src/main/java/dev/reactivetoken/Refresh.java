package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** How a source gets a new token; all that the engine knows of OAuth. */
@FunctionalInterface
interface Refresh {

    /** One token or one error; subscribed to once, and never while another one is in flight. */
    Mono<AccessToken> start(RefreshRequest request);

    /** How long after this failure another try would be turned away, by a circuit breaker that it may have opened. */
    default Duration closedFor(TokenException failure) {
        return Duration.ZERO;
    }

    /** The state of the circuit breaker; null where there is none yet. */
    default CircuitBreaker.@Nullable State circuitBreaker() {
        return null;
    }
}
