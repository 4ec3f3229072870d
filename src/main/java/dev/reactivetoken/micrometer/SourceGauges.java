package dev.reactivetoken.micrometer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The gauges over all living sources of one name; registered while there is such a source. */
final class SourceGauges {

    private static final int REUSED_FOR = 10;

    private final MeterRegistry registry;
    private final Tags source;
    private final Cache<ReactiveTokenSource, Boolean> living =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    private final List<Meter> published = new ArrayList<>(); // guarded by this
    private volatile @Nullable TimedSnapshot last;

    /** A snapshot, the monotonic time at which it was complete, and how long it took to make. */
    private record TimedSnapshot(SourceSnapshot snapshot, long at, long took) {}

    SourceGauges(MeterRegistry registry, Tags source) {
        this.registry = registry;
        this.source = source;
    }

    synchronized void add(ReactiveTokenSource built) {
        living.put(built, true);
        if (published.isEmpty()) {
            publish();
        }
    }

    synchronized void remove(ReactiveTokenSource closed) {
        living.invalidate(closed);
        living.cleanUp();
        if (living.asMap().isEmpty()) {
            published.forEach(registry::remove);
            published.clear();
        }
    }

    private void publish() {
        gauge(TokenMeter.WAITING, SourceSnapshot::waiting);
        gauge(TokenMeter.EXPIRY, SourceSnapshot::secondsToExpiry);
        for (TokenStatus.State state : TokenStatus.State.values()) {
            if (state != TokenStatus.State.CLOSED) {
                gauge(TokenMeter.SOURCES, snapshot -> snapshot.count(state), state(state));
            }
        }
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            gauge(TokenMeter.CIRCUIT_BREAKER, snapshot -> snapshot.count(state), state(state));
        }
    }

    private void gauge(TokenMeter meter, ToDoubleFunction<SourceSnapshot> value, Tag... tags) {
        published.add(Gauge.builder(meter.getName(), this, gauges -> value.applyAsDouble(gauges.snapshot()))
                .description(meter.getDescription())
                .baseUnit(meter.getBaseUnit())
                .tags(source.and(tags))
                .register(registry));
    }

    /**
     * The last one is reused for ten times as long as it took to make. So one scrape, which asks every gauge, asks each
     * of a hundred thousand sources once, and a single source is asked anew each time.
     */
    private SourceSnapshot snapshot() {
        Clock clock = registry.config().clock();
        long now = clock.monotonicTime();
        TimedSnapshot known = last;
        if (known != null && now - known.at < REUSED_FOR * known.took) {
            return known.snapshot;
        }
        SourceSnapshot snapshot = SourceSnapshot.of(living.asMap().keySet());
        long end = clock.monotonicTime();
        last = new TimedSnapshot(snapshot, end, end - now);
        return snapshot;
    }

    private static Tag state(Enum<?> state) {
        return SourceMeters.tag(TokenTag.STATE, state.name().toLowerCase(Locale.ROOT));
    }
}
