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
 * The circuit breakers around the attempts of one source: its own, and the one of its address where it shares that with
 * other sources. What was answered concerns this source alone; an address that answers nothing concerns all of them.
 *
 * <p>The own one, of 3 kB, is made by the first failure that it would count.
 */
final class CircuitBreakers {

    private final Resilience resilience;
    private final @Nullable CircuitBreaker ofAddress;
    private volatile @Nullable CircuitBreaker own;

    CircuitBreakers(Resilience resilience, @Nullable CircuitBreaker ofAddress) {
        this.resilience = resilience;
        this.ofAddress = ofAddress;
        this.own = resilience.circuitBreaker();
    }

    /** Whether nothing was answered: a failure of the address, not of what was asked or of the one who asked. */
    static boolean isUnanswered(Throwable thrown) {
        return thrown instanceof Unreachable failure
                && failure.status() == 0
                && (failure.getCause() == null || failure.getCause() instanceof IOException);
    }

    <T> Mono<T> protect(Mono<T> attempt) {
        return Mono.defer(() -> {
            CircuitBreaker made = own;
            Mono<T> guarded = made == null
                    ? attempt.doOnError(this::firstFailure)
                    : attempt.transform(CircuitBreakerOperator.of(made));
            return ofAddress == null ? guarded : guarded.transform(CircuitBreakerOperator.of(ofAddress));
        });
    }

    private void firstFailure(Throwable thrown) {
        CircuitBreakerConfig config = resilience.circuitBreakerConfig();
        boolean ofAll = ofAddress != null && isUnanswered(thrown);
        if (!ofAll && config.getRecordExceptionPredicate().test(thrown)) {
            CircuitBreaker made = CircuitBreaker.of(resilience.retry().getName(), config);
            made.acquirePermission();
            made.onError(0, TimeUnit.NANOSECONDS, thrown);
            own = made;
        }
    }

    /** How long after this failure another try would be turned away, should it have opened one of them. */
    Duration closedFor(TokenException failure) {
        return failure instanceof TokenException.Refused ? Duration.ZERO : openFor();
    }

    /** How long the own one lets nothing through when it has opened. */
    Duration openFor() {
        CircuitBreaker made = own;
        CircuitBreakerConfig config = made == null ? resilience.circuitBreakerConfig() : made.getCircuitBreakerConfig();
        return Duration.ofMillis(config.getWaitIntervalFunctionInOpenState().apply(1));
    }

    /** Of the one that lets through less; null where there is none. */
    CircuitBreaker.@Nullable State state() {
        CircuitBreaker made = own;
        if (ofAddress == null || (made != null && made.getState() != CircuitBreaker.State.CLOSED)) {
            return made == null ? null : made.getState();
        }
        return ofAddress.getState();
    }
}
