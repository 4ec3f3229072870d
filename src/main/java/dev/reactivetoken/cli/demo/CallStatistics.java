package dev.reactivetoken.cli.demo;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Calls a token source and counts how the calls end, on any number of threads. */
final class CallStatistics {

    private static final Duration COMPLETION_LIMIT = Duration.ofSeconds(20);

    private final ReactiveTokenSource source;
    private final Predicate<Throwable> expected;
    private final LongAdder callers = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder failedAsExpected = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder servedExpired = new LongAdder();
    private final LongAccumulator longestWait = new LongAccumulator(Math::max, 0);
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final Set<AccessToken> tokens = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private volatile @Nullable AccessToken lastToken;

    /** No call is expected to fail. */
    CallStatistics(ReactiveTokenSource source) {
        this(source, thrown -> false);
    }

    /** Calls may fail, in this way. */
    CallStatistics(ReactiveTokenSource source, Predicate<Throwable> expected) {
        this.source = source;
        this.expected = expected;
    }

    /** One caller. */
    void call() {
        callers.increment();
        long start = System.nanoTime();
        source.token().subscribe(token -> served(token, start), thrown -> failed(thrown, start));
    }

    private void served(AccessToken token, long start) {
        longestWait.accumulate(System.nanoTime() - start);
        if (!Instant.now().isBefore(token.expiresAt())) {
            servedExpired.increment();
        }
        if (!token.equals(lastToken)) {
            tokens.add(token);
            lastToken = token;
        }
        served.increment();
    }

    private void failed(Throwable thrown, long start) {
        longestWait.accumulate(System.nanoTime() - start);
        if (expected.test(thrown)) {
            failedAsExpected.increment();
        } else {
            firstFailure.compareAndSet(null, thrown);
            failed.increment();
        }
    }

    /** Blocks until every call has ended, for 20 seconds at most. */
    void awaitCompletion() throws InterruptedException {
        long end = System.nanoTime() + COMPLETION_LIMIT.toNanos();
        while (pending() > 0 && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }

    long callers() {
        return callers.sum();
    }

    long served() {
        return served.sum();
    }

    /** Calls that failed as expected. */
    long failedAsExpected() {
        return failedAsExpected.sum();
    }

    /** Calls that failed in another way. */
    long failed() {
        return failed.sum();
    }

    /** Calls that got an expired token. */
    long servedExpired() {
        return servedExpired.sum();
    }

    /** Calls that have not ended. */
    long pending() {
        return callers.sum() - served.sum() - failedAsExpected.sum() - failed.sum();
    }

    /** Time since this object was created. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    Duration longestWait() {
        return Duration.ofNanos(longestWait.get());
    }

    /** Message of the first unexpected failure; it holds no secret, as no failure of a token source does. */
    String firstFailure() {
        Throwable thrown = firstFailure.get();
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }

    /** The token handed out last; null before the first. */
    @Nullable
    AccessToken lastToken() {
        return lastToken;
    }

    /** How many tokens were handed out. */
    int tokens() {
        return tokens.size();
    }

    /** How many of the tokens that were handed out have expired by now. */
    int expiredTokens() {
        Instant now = Instant.now();
        return (int) tokens.stream()
                .filter(token -> !now.isBefore(token.expiresAt()))
                .count();
    }
}
