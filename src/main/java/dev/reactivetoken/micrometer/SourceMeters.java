package dev.reactivetoken.micrometer;

import dev.reactivetoken.CallObserver;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshEvent;
import dev.reactivetoken.token.TokenException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The meters of all sources of one name. */
final class SourceMeters implements CallObserver {

    /** Of the timers of a refresh and of a wait for one; the last is the default deadline. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15)
    };

    private final MeterRegistry registry;
    private final Tags source;
    private final SourceGauges gauges;
    private final LongAdder hits = new LongAdder();
    private final LongAdder hitsWhileFailing = new LongAdder();
    private final Map<RefreshResult, Timer> waits = new ConcurrentHashMap<>();
    private final Map<RefreshResult, Counter> failures = new ConcurrentHashMap<>();
    final Counter credentialChanges;
    final Counter scopesReduced;
    final Counter invalidations;
    final Counter observerFailures;

    SourceMeters(MeterRegistry registry, String name) {
        this.registry = registry;
        this.source = Tags.of(tag(TokenTag.SOURCE, name));
        this.gauges = new SourceGauges(registry, source);
        this.credentialChanges = counter(TokenMeter.CREDENTIAL_CHANGES);
        this.scopesReduced = counter(TokenMeter.SCOPES_REDUCED);
        this.invalidations = counter(TokenMeter.INVALIDATIONS);
        this.observerFailures = counter(TokenMeter.OBSERVER_FAILURES);
        sum(TokenMeter.HITS, hits);
        sum(TokenMeter.HITS_WHILE_FAILING, hitsWhileFailing);
    }

    void add(ReactiveTokenSource built) {
        gauges.add(built);
    }

    void remove(ReactiveTokenSource closed) {
        gauges.remove(closed);
    }

    @Override
    public void onHit(boolean renewalFails) {
        hits.increment();
        if (renewalFails) {
            hitsWhileFailing.increment();
        }
    }

    @Override
    public void onServed(Duration waited) {
        wait(RefreshResult.SUCCESS).record(waited);
    }

    @Override
    public void onFailed(Duration waited, TokenException failure) {
        RefreshResult result = RefreshResult.of(failure);
        if (!waited.isZero()) {
            wait(result).record(waited);
        }
        failures.computeIfAbsent(result, ignored -> counter(TokenMeter.CALLS_FAILED, result(result)))
                .increment();
    }

    void refreshed(RefreshEvent event) {
        timer(
                        TokenMeter.REFRESH,
                        tag(TokenTag.CAUSE, event.cause().name().toLowerCase(Locale.ROOT)),
                        result(RefreshResult.of(event.failure())),
                        error(event.failure()))
                .record(event.took());
    }

    void attemptFailed(TokenException failure) {
        counter(TokenMeter.ATTEMPTS_FAILED, result(RefreshResult.of(failure)), error(failure))
                .increment();
    }

    void replayed(int status) {
        counter(TokenMeter.REPLAYS, Outcome.forStatus(status).asTag()).increment();
    }

    private Timer wait(RefreshResult result) {
        Timer known = waits.get(result);
        return known != null ? known : waits.computeIfAbsent(result, ignored -> timer(TokenMeter.WAIT, result(result)));
    }

    private Timer timer(TokenMeter meter, Tag... tags) {
        return Timer.builder(meter.getName())
                .description(meter.getDescription())
                .tags(source.and(tags))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter counter(TokenMeter meter, Tag... tags) {
        return Counter.builder(meter.getName())
                .description(meter.getDescription())
                .tags(source.and(tags))
                .register(registry);
    }

    private void sum(TokenMeter meter, LongAdder adder) {
        FunctionCounter.builder(meter.getName(), adder, LongAdder::sum)
                .description(meter.getDescription())
                .tags(source)
                .register(registry);
    }

    static Tag tag(TokenTag key, String value) {
        return Tag.of(key.asString(), value);
    }

    private static Tag result(RefreshResult result) {
        return tag(TokenTag.RESULT, result.text);
    }

    private static Tag error(@Nullable TokenException failure) {
        return tag(TokenTag.OAUTH_ERROR, RefreshResult.oauthError(failure));
    }
}
