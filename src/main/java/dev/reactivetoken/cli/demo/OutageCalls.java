package dev.reactivetoken.cli.demo;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The calls of an outage in their order.
 *
 * @param first until the circuit opens
 * @param crowd all at once while it is open
 * @param later until there is a token again
 */
record OutageCalls(CallStatistics first, CallStatistics crowd, CallStatistics later) {

    /** Calls whose failures must tell of an endpoint that answers with this status. */
    static OutageCalls of(ReactiveTokenSource source, int status) {
        return new OutageCalls(
                new CallStatistics(source, thrown -> tellsOfTheOutage(thrown, status)),
                new CallStatistics(source, thrown -> tellsOfTheOpenCircuit(thrown, status)),
                new CallStatistics(source, thrown -> tellsOfTheOutage(thrown, status)));
    }

    private static boolean tellsOfTheOutage(Throwable thrown, int status) {
        return thrown instanceof Unreachable failure
                ? failure.status() == status && failure.attempts() > 0
                : tellsOfTheOpenCircuit(thrown, status);
    }

    /** With the cause and the time of the next attempt; such a call sends nothing, so it has no attempts. */
    private static boolean tellsOfTheOpenCircuit(Throwable thrown, int status) {
        return thrown instanceof Unavailable failure
                && failure.getCause() instanceof Unreachable cause
                && cause.status() == status
                && failure.nextAttempt() != null;
    }

    long sum(ToLongFunction<CallStatistics> part) {
        return all().mapToLong(part).sum();
    }

    Duration longestWait() {
        return all().map(CallStatistics::longestWait)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    String progress() {
        return String.format(
                Locale.ROOT,
                "%,d callers were told of the outage, %,d were served",
                sum(CallStatistics::failedAsExpected),
                later.served());
    }

    private Stream<CallStatistics> all() {
        return Stream.of(first, crowd, later);
    }
}
