package dev.reactivetoken.micrometer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
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

/** The gauges over all living sources of one name; there while there is such a source. */
final class SourceGauges {

    private static final int REUSED_TIMES = 10;

    private final MeterRegistry registry;
    private final Tags source;
    private final Cache<ReactiveTokenSource, Boolean> living =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();
    private final List<Meter> published = new ArrayList<>(); // guarded by this
    private volatile @Nullable Look look;

    /** What was seen at that monotonic time, and how long looking took. */
    private record Look(long at, long took, SourceSnapshot seen) {}

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
                gauge(TokenMeter.SOURCES, seen -> seen.in(state), state(state));
            }
        }
        for (CircuitBreaker.State state : CircuitBreaker.State.values()) {
            gauge(TokenMeter.CIRCUIT_BREAKER, seen -> seen.in(state), state(state));
        }
    }

    private void gauge(TokenMeter meter, ToDoubleFunction<SourceSnapshot> value, Tag... tags) {
        published.add(Gauge.builder(meter.getName(), this, gauges -> value.applyAsDouble(gauges.seen()))
                .description(meter.getDescription())
                .baseUnit(meter.getBaseUnit())
                .tags(source.and(tags))
                .register(registry));
    }

    /**
     * Reused for some times as long as looking took: one scrape, which asks every gauge, looks once at a hundred
     * thousand sources, and a single source is always looked at anew.
     */
    private SourceSnapshot seen() {
        long now = registry.config().clock().monotonicTime();
        Look last = look;
        if (last != null && now - last.at < REUSED_TIMES * last.took) {
            return last.seen;
        }
        SourceSnapshot seen = SourceSnapshot.of(
                living.asMap().keySet(), registry.config().clock().wallTime());
        long end = registry.config().clock().monotonicTime();
        look = new Look(end, end - now, seen);
        return seen;
    }

    private static Tag state(Enum<?> state) {
        return SourceMeters.tag(TokenTag.STATE, state.name().toLowerCase(Locale.ROOT));
    }
}
