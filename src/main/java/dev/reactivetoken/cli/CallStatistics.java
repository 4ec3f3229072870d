package dev.reactivetoken.cli;

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

/** Calls a token source and counts what becomes of the calls, on any number of threads. */
final class CallStatistics {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ReactiveTokenSource source;
    private final Predicate<Throwable> expected;
    private final LongAdder callers = new LongAdder();
    private final LongAdder served = new LongAdder();
    private final LongAdder told = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder overdue = new LongAdder();
    private final LongAccumulator longestWait = new LongAccumulator(Math::max, 0);
    private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();
    private final Set<AccessToken> tokens = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private volatile @Nullable AccessToken last;

    /** Of calls none of which may fail. */
    CallStatistics(ReactiveTokenSource source) {
        this(source, thrown -> false);
    }

    /** Of calls that may fail in this way. */
    CallStatistics(ReactiveTokenSource source, Predicate<Throwable> expected) {
        this.source = source;
        this.expected = expected;
    }

    /** One caller. */
    void call() {
        callers.increment();
        long asked = System.nanoTime();
        source.token().subscribe(token -> served(token, asked), thrown -> failed(thrown, asked));
    }

    private void served(AccessToken token, long asked) {
        longestWait.accumulate(System.nanoTime() - asked);
        if (!Instant.now().isBefore(token.expiresAt())) {
            overdue.increment();
        }
        if (!token.equals(last)) {
            tokens.add(token);
            last = token;
        }
        served.increment();
    }

    private void failed(Throwable thrown, long asked) {
        longestWait.accumulate(System.nanoTime() - asked);
        if (expected.test(thrown)) {
            told.increment();
        } else {
            firstFailure.compareAndSet(null, thrown);
            failed.increment();
        }
    }

    /** Until every call is answered, within reason. */
    void awaitAnswers() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (unanswered() > 0 && System.nanoTime() < end) {
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
    long told() {
        return told.sum();
    }

    /** Calls that failed in another way. */
    long failed() {
        return failed.sum();
    }

    /** Calls that got a token whose life was over. */
    long overdue() {
        return overdue.sum();
    }

    long unanswered() {
        return callers.sum() - served.sum() - told.sum() - failed.sum();
    }

    /** Since it was made. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    Duration longestWait() {
        return Duration.ofNanos(longestWait.get());
    }

    /** What the first unexpected failure said; a failure of a token source never holds a secret. */
    String firstFailure() {
        Throwable thrown = firstFailure.get();
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }

    /** The token handed out last. */
    @Nullable
    AccessToken last() {
        return last;
    }

    /** How many tokens were handed out. */
    int tokens() {
        return tokens.size();
    }

    /** How many of the tokens that were handed out are over by now. */
    int expiries() {
        Instant now = Instant.now();
        return (int) tokens.stream()
                .filter(token -> !now.isBefore(token.expiresAt()))
                .count();
    }
}
