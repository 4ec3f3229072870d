package dev.reactivetoken;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The circuit breakers around the attempts of a source: its own, and the one of its address where it shares that with
 * other sources. What was answered concerns the source alone; an address that answers nothing concerns all of them.
 *
 * <p>The own one, of 3 kB, is made by the first failure that it would count, and kept in the history of the source.
 *
 * @param resilience what the own one is like
 * @param ofAddress null where the address is not shared
 */
record CircuitBreakers(Resilience resilience, @Nullable CircuitBreaker ofAddress) {

    /** Whether nothing was answered: a failure of the address, not of what was asked or of the one who asked. */
    static boolean isUnanswered(Throwable thrown) {
        return thrown instanceof Unreachable failure
                && failure.status() == 0
                && (failure.getCause() == null || failure.getCause() instanceof IOException);
    }

    <T> Mono<T> protect(Mono<T> attempt, RefreshHistory history) {
        CircuitBreaker own = own(history);
        Mono<T> guarded = own == null ? attempt : attempt.transform(CircuitBreakerOperator.of(own));
        return ofAddress == null ? guarded : guarded.transform(CircuitBreakerOperator.of(ofAddress));
    }

    private @Nullable CircuitBreaker own(RefreshHistory history) {
        CircuitBreaker given = resilience.circuitBreaker();
        return given != null ? given : history.ownCircuitBreaker();
    }

    /** An attempt has failed: the first failure that counts makes the circuit breaker that counts it. */
    void failed(TokenException failure, RefreshHistory history) {
        CircuitBreakerConfig config = resilience.circuitBreakerConfig();
        boolean ofAll = ofAddress != null && isUnanswered(failure);
        if (own(history) == null
                && !ofAll
                && config.getRecordExceptionPredicate().test(failure)) {
            CircuitBreaker made = CircuitBreaker.of(resilience.retry().getName(), config);
            made.acquirePermission();
            made.onError(0, TimeUnit.NANOSECONDS, failure);
            history.ownCircuitBreaker(made);
        }
    }

    /** How long after this failure another try would be turned away, should it have opened one of them. */
    Duration closedFor(TokenException failure) {
        return failure instanceof TokenException.Refused ? Duration.ZERO : openFor();
    }

    /** How long one lets nothing through when it has opened. */
    Duration openFor() {
        return Duration.ofMillis(resilience
                .circuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(1));
    }

    /** Of the one that lets through less; null where there is none. */
    CircuitBreaker.@Nullable State state(RefreshHistory history) {
        CircuitBreaker own = own(history);
        if (ofAddress == null || (own != null && own.getState() != CircuitBreaker.State.CLOSED)) {
            return own == null ? null : own.getState();
        }
        return ofAddress.getState();
    }
}
