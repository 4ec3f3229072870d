package dev.reactivetoken.micrometer;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The states of several sources at one moment, added up. */
final class SourceSnapshot {

    private final Map<TokenStatus.State, Integer> inState = new EnumMap<>(TokenStatus.State.class);
    private final Map<CircuitBreaker.State, Integer> breakers = new EnumMap<>(CircuitBreaker.State.class);
    private long waiting;
    private double secondsToExpiry = Double.NaN;

    private SourceSnapshot() {}

    static SourceSnapshot of(Iterable<ReactiveTokenSource> sources) {
        SourceSnapshot snapshot = new SourceSnapshot();
        for (ReactiveTokenSource source : sources) {
            snapshot.add(source.status());
        }
        return snapshot;
    }

    private void add(TokenStatus status) {
        waiting += status.waiting();
        inState.merge(status.state(), 1, Integer::sum);
        CircuitBreaker.State breaker = status.circuitBreaker();
        if (breaker != null) {
            breakers.merge(breaker, 1, Integer::sum);
        }
        expires(status.usableFor());
    }

    private void expires(@Nullable Duration left) {
        if (left != null) {
            double seconds = left.toMillis() / 1000.0;
            secondsToExpiry = Double.isNaN(secondsToExpiry) ? seconds : Math.min(secondsToExpiry, seconds);
        }
    }

    double waiting() {
        return waiting;
    }

    /** Of the source whose token ends first; NaN when none holds a token. */
    double secondsToExpiry() {
        return secondsToExpiry;
    }

    double count(TokenStatus.State state) {
        return inState.getOrDefault(state, 0);
    }

    double count(CircuitBreaker.State state) {
        return breakers.getOrDefault(state, 0);
    }
}
