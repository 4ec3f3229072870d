package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.Retry.AsyncContext;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What a refresh may cost when the endpoint is in trouble.
 *
 * @param attemptTimeout for one request, from connecting to the last byte of the answer; default 5 s. Waiting for a
 *     connection because all are in use does not count. While a token is held that would end meanwhile, an attempt gets
 *     less, so that another one can be in time
 * @param deadline for the whole refresh with all its tries; default 15 s
 * @param retry for failures that may pass ({@link TokenException#isTransient()}); default 3 attempts, about 200 and
 *     400 ms apart, or as far as {@code Retry-After} says if that is at most 2 s. A wait is cut short, or left to the
 *     next caller, if a token that is held would end meanwhile. It must retry neither refusals nor
 *     {@code CallNotPermittedException}
 * @param circuitBreakerConfig of the circuit breaker that each source makes for itself when its first attempt fails; it
 *     sees each attempt. Default: opens when of five or more attempts in the last 30 s four fifths have failed in a way
 *     that may pass, and lets one through after 2 s
 * @param circuitBreaker in place of one made so, to be shared between sources; null by default
 */
public record Resilience(
        Duration attemptTimeout,
        Duration deadline,
        Retry retry,
        CircuitBreakerConfig circuitBreakerConfig,
        @Nullable CircuitBreaker circuitBreaker) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), LONGEST_WAIT);

    public Resilience {
        requirePositive(attemptTimeout, "attemptTimeout");
        requirePositive(deadline, "deadline");
    }

    /** The defaults named above; the name is that of the retry and of the circuit breaker. */
    public static Resilience defaults(String name) {
        return defaults(name, TokenClock.system());
    }

    /** The defaults named above, with the time of the circuit breaker by the monotonic one of these clocks. */
    public static Resilience defaults(String name, TokenClock clock) {
        return new Resilience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Retry.of(name, retryConfig()),
                circuitBreakerConfig(clock, Resilience::isTransient),
                null);
    }

    public Resilience withAttemptTimeout(Duration timeout) {
        return new Resilience(timeout, deadline, retry, circuitBreakerConfig, circuitBreaker);
    }

    public Resilience withDeadline(Duration total) {
        return new Resilience(attemptTimeout, total, retry, circuitBreakerConfig, circuitBreaker);
    }

    public Resilience withRetry(Retry other) {
        return new Resilience(attemptTimeout, deadline, other, circuitBreakerConfig, circuitBreaker);
    }

    /** Each source makes its own circuit breaker, of this kind. */
    public Resilience withCircuitBreaker(CircuitBreakerConfig config) {
        return new Resilience(attemptTimeout, deadline, retry, config, null);
    }

    /** All sources with this share one circuit breaker, and with it what one of them learns of an endpoint. */
    public Resilience withCircuitBreaker(CircuitBreaker shared) {
        return new Resilience(attemptTimeout, deadline, retry, shared.getCircuitBreakerConfig(), shared);
    }

    /** A circuit breaker for all sources of an address: it counts only what was not answered at all. */
    static CircuitBreaker ofAddress(String name, TokenClock clock) {
        return CircuitBreaker.of(name, circuitBreakerConfig(clock, CircuitBreakers::isUnanswered));
    }

    /**
     * Tries again what has failed in a way that may pass, counting the attempts of each subscription. The operator of
     * resilience4j counts those of its assembly, and its waits run on a timer of its own and cannot be cut short.
     *
     * @param accepted looks at each result, and throws if it is none
     * @param delay is told of each failure, and has the last word on each wait
     * @param givenUp what is signalled of the last failure
     */
    <T> Mono<T> retried(
            Mono<T> once,
            UnaryOperator<T> accepted,
            RetryDelay delay,
            Function<Throwable, Mono<T>> givenUp,
            Scheduler timer) {
        AsyncContext<T> attempts = retry.asyncContext();
        Mono<T> counted = once.map(result -> accepted(accepted.apply(result), attempts));
        return counted.onErrorResume(first -> waited(first, attempts, delay, timer)
                .then(counted.retryWhen(reactor.util.retry.Retry.from(
                        failures -> failures.concatMap(failed -> waited(failed.failure(), attempts, delay, timer)))))
                .onErrorResume(givenUp));
    }

    /** Ends when the next attempt may begin, or with the failure if there is none. */
    private static Mono<Long> waited(Throwable failure, AsyncContext<?> attempts, RetryDelay delay, Scheduler timer) {
        long planned = failure instanceof NotAccepted result ? result.millis : attempts.onError(failure);
        long wait = delay.nanos(failure, planned < 0 ? planned : TimeUnit.MILLISECONDS.toNanos(planned));
        return wait < 0 ? Mono.error(failure) : Mono.delay(Duration.ofNanos(wait), timer);
    }

    /** Of the planned nanoseconds after this failure those to wait; negative for no other attempt, also if planned so. */
    @FunctionalInterface
    interface RetryDelay {
        long nanos(Throwable failure, long planned);
    }

    /** A result that the retry is configured not to accept, with the wait before the next attempt. */
    private static final class NotAccepted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long millis;

        NotAccepted(long millis) {
            super(null, null, false, false);
            this.millis = millis;
        }
    }

    private static <T> T accepted(T result, AsyncContext<T> attempts) {
        long wait = attempts.onResult(result);
        if (wait >= 0) {
            throw new NotAccepted(wait);
        }
        attempts.onComplete();
        return result;
    }

    private static RetryConfig retryConfig() {
        return RetryConfig.custom()
                .maxAttempts(3)
                .retryOnException(Resilience::isWorthRetrying)
                .intervalBiFunction((attempt, outcome) -> {
                    Duration asked = outcome.isLeft() ? askedBy(outcome.getLeft()) : null;
                    return (asked != null ? asked : BACKOFF.jitteredAfter(attempt)).toMillis();
                })
                .build();
    }

    private static boolean isTransient(Throwable thrown) {
        return thrown instanceof TokenException failure && failure.isTransient();
    }

    /** Waiters are not kept for long: a later time is told instead. */
    private static boolean isWorthRetrying(Throwable thrown) {
        Duration asked = askedBy(thrown);
        return isTransient(thrown) && (asked == null || asked.compareTo(LONGEST_WAIT) <= 0);
    }

    /** How long the endpoint asked to be left alone. */
    static @Nullable Duration askedBy(Throwable thrown) {
        return thrown instanceof TokenException failure ? failure.retryAfter() : null;
    }

    private static CircuitBreakerConfig circuitBreakerConfig(TokenClock clock, Predicate<Throwable> counted) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED) // attempts are rare: the last ten may be of last week
                .slidingWindowSize(30)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(80)
                .waitDurationInOpenState(RefreshPolicy.OUTAGE_REST)
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordException(counted)
                .ignoreException(counted.negate())
                .writableStackTraceEnabled(false)
                .clock(new MonotonicClock(clock))
                .currentTimestampFunction(ignored -> clock.monotonicTime(), TimeUnit.NANOSECONDS)
                .build();
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
    }
}
