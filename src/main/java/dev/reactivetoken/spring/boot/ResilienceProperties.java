package dev.reactivetoken.spring.boot;

import dev.reactivetoken.Resilience;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of {@link Resilience} that are worth changing, with the same defaults.
 *
 * @param attemptTimeout Time limit for one token request, from connecting to the last byte of the answer.
 * @param deadline Time limit for a whole refresh with all its attempts.
 * @param maxAttempts Attempts of a refresh, for failures that may pass.
 * @param circuitBreaker When the endpoint is left alone for a while.
 */
record ResilienceProperties(
        @DefaultValue("5s") Duration attemptTimeout,
        @DefaultValue("15s") Duration deadline,
        @DefaultValue("3") int maxAttempts,
        @DefaultValue Breaker circuitBreaker) {

    /**
     * When the endpoint is left alone for a while.
     *
     * @param failureRateThreshold Percentage of failed attempts from which the circuit opens.
     * @param minimumNumberOfCalls Attempts within the window before the circuit may open.
     * @param slidingWindow How far back attempts count; whole seconds.
     * @param waitDurationInOpenState How long the open circuit stays open before one attempt is let through.
     */
    record Breaker(
            @DefaultValue("80") float failureRateThreshold,
            @DefaultValue("5") int minimumNumberOfCalls,
            @DefaultValue("30s") Duration slidingWindow,
            @DefaultValue("2s") Duration waitDurationInOpenState) {}

    /** The guard of the source of this name; what it refuses is told by property. */
    Resilience of(String source, PropertyPath path) {
        Resilience usual = Resilience.defaults(source);
        Resilience attempt = path.check("resilience.attempt-timeout", () -> usual.withAttemptTimeout(attemptTimeout));
        Resilience whole = path.check("resilience.deadline", () -> attempt.withDeadline(deadline));
        RetryConfig retry = path.check(
                "resilience.max-attempts",
                () -> RetryConfig.from(usual.retry().getRetryConfig())
                        .maxAttempts(maxAttempts)
                        .build());
        return whole.withRetry(Retry.of(source, retry)).withCircuitBreaker(breaker(usual.circuitBreakerConfig(), path));
    }

    private CircuitBreakerConfig breaker(CircuitBreakerConfig usual, PropertyPath path) {
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.from(usual);
        String prefix = "resilience.circuit-breaker.";
        path.check(
                prefix + "failure-rate-threshold",
                () -> config.failureRateThreshold(circuitBreaker.failureRateThreshold()));
        path.check(
                prefix + "minimum-number-of-calls",
                () -> config.minimumNumberOfCalls(circuitBreaker.minimumNumberOfCalls()));
        path.check(
                prefix + "sliding-window",
                () -> config.slidingWindowSize(
                        Math.toIntExact(circuitBreaker.slidingWindow().toSeconds())));
        path.check(
                prefix + "wait-duration-in-open-state",
                () -> config.waitDurationInOpenState(circuitBreaker.waitDurationInOpenState()));
        return config.build();
    }
}
