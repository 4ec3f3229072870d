package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.Retry.AsyncContext;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Scheduler;

/**
 * What a refresh may cost when the endpoint is in trouble.
 *
 * @param attemptTimeout for one request, from connecting to the last byte of the answer; default 5 s
 * @param deadline for the whole refresh with all its tries; default 15 s
 * @param retry for failures that may pass ({@link TokenException#isTransient()}); default 3 attempts, about 200 and
 *     400 ms apart, or as far as {@code Retry-After} says if that is at most 2 s. A wait is cut short, or left to the
 *     next caller, if a token that is held would end meanwhile. It must retry neither refusals nor
 *     {@code CallNotPermittedException}
 * @param circuitBreaker sees each attempt; default: opens when of five or more attempts in the last 30 s four fifths
 *     have failed in a way that may pass, and lets one through after 2 s. Share one between sources to share what they learn of an endpoint
 */
public record Resilience(Duration attemptTimeout, Duration deadline, Retry retry, CircuitBreaker circuitBreaker) {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
    private static final IntervalFunction BACKOFF = IntervalFunction.ofExponentialRandomBackoff(200, 2.0, 0.5, 2_000);

    public Resilience {
        requirePositive(attemptTimeout, "attemptTimeout");
        requirePositive(deadline, "deadline");
    }

    /** The defaults named above; the name is that of the retry and of the circuit breaker. */
    public static Resilience defaults(String name) {
        return defaults(name, TokenClock.system());
    }

    static Resilience defaults(String name, TokenClock clock) {
        return new Resilience(
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Retry.of(name, retryConfig()),
                CircuitBreaker.of(name, circuitBreakerConfig(clock)));
    }

    public Resilience withAttemptTimeout(Duration timeout) {
        return new Resilience(timeout, deadline, retry, circuitBreaker);
    }

    public Resilience withDeadline(Duration total) {
        return new Resilience(attemptTimeout, total, retry, circuitBreaker);
    }

    public Resilience withRetry(Retry other) {
        return new Resilience(attemptTimeout, deadline, other, circuitBreaker);
    }

    public Resilience withCircuitBreaker(CircuitBreaker other) {
        return new Resilience(attemptTimeout, deadline, retry, other);
    }

    /**
     * Timeout, breaker, retry, from the inside out: the breaker must see the timeout, the retry what the breaker says.
     * The retry is deferred, because it counts the attempts of one subscription.
     *
     * @param failed told of each failed attempt
     * @param pace asked before each further attempt, unless the endpoint has named the time for it
     */
    <T> Mono<T> guard(Mono<T> attempt, Consumer<Throwable> failed, Pace pace, Scheduler timer) {
        Mono<T> once = new TimeLimit<>(attempt, attemptTimeout, timer, () -> late("no answer within ", attemptTimeout))
                .doOnError(failed)
                .transform(CircuitBreakerOperator.of(circuitBreaker));
        return Mono.defer(() -> {
            AsyncContext<T> tries = retry.asyncContext();
            return tried(once, tries, pace, timer).doOnSuccess(answer -> tries.onComplete());
        });
    }

    /** In place of the operator of resilience4j, whose waits nobody can cut short and which run on no timer of ours. */
    private static <T> Mono<T> tried(Mono<T> once, AsyncContext<T> tries, Pace pace, Scheduler timer) {
        return once.materialize().flatMap(end -> {
            long wait = wait(end, tries, pace);
            return wait < 0
                    ? Mono.just(end).dematerialize()
                    : Mono.delay(Duration.ofNanos(wait), timer).then(tried(once, tries, pace, timer));
        });
    }

    /** Nanoseconds until the next attempt; negative for none. */
    private static <T> long wait(Signal<T> end, AsyncContext<T> tries, Pace pace) {
        Throwable failure = end.getThrowable();
        long planned = failure != null ? tries.onError(failure) : tries.onResult(end.get());
        if (planned < 0) {
            return planned;
        }
        long nanos = TimeUnit.MILLISECONDS.toNanos(planned);
        return askedBy(failure) != null ? nanos : pace.waiting(nanos);
    }

    /** The last word, around everything that a refresh does. */
    <T> Mono<T> limit(Mono<T> refresh, Scheduler timer) {
        return new TimeLimit<>(refresh, deadline, timer, () -> late("no token within ", deadline));
    }

    private static @Nullable Duration askedBy(@Nullable Throwable thrown) {
        return thrown instanceof TokenException failure ? failure.retryAfter() : null;
    }

    private static Unreachable late(String what, Duration limit) {
        return new Unreachable(what + limit.toMillis() + " ms", ErrorResponse.NONE, null);
    }

    /** How long it lets nothing through when it has opened. */
    static Duration openFor(CircuitBreaker breaker) {
        return Duration.ofMillis(breaker.getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(1));
    }

    private static RetryConfig retryConfig() {
        return RetryConfig.custom()
                .maxAttempts(3)
                .retryOnException(Resilience::isWorthRetrying)
                .intervalBiFunction((attempt, outcome) -> {
                    Duration asked = outcome.isLeft() ? askedBy(outcome.getLeft()) : null;
                    return asked != null ? asked.toMillis() : BACKOFF.apply(attempt);
                })
                .build();
    }

    /** Whoever waits is not put to sleep for long: a later time is told instead. */
    private static boolean isWorthRetrying(Throwable thrown) {
        if (!(thrown instanceof TokenException failure) || !failure.isTransient()) {
            return false;
        }
        Duration asked = failure.retryAfter();
        return asked == null || asked.compareTo(LONGEST_WAIT) <= 0;
    }

    private static CircuitBreakerConfig circuitBreakerConfig(TokenClock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED) // attempts are rare: the last ten may be of last week
                .slidingWindowSize(30)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(80)
                .waitDurationInOpenState(Duration.ofSeconds(2))
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordException(thrown -> thrown instanceof TokenException failure && failure.isTransient())
                .ignoreException(thrown -> !(thrown instanceof TokenException failure && failure.isTransient()))
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
