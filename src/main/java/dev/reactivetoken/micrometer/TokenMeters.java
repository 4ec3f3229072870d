package dev.reactivetoken.micrometer;

import dev.reactivetoken.CallObserver;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshEvent;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Publishes the meters of {@link TokenMeter} for any number of sources. Make one for each registry and hand it to every
 * source.
 *
 * <p>Sources of one name share their meters: counters and timers add up, gauges are computed over those that live. A
 * source is held weakly and forgotten when it is closed; the gauges of a name are removed with its last source, its
 * counters stay. Reading the gauges of a name asks each of its sources, once for all gauges of a scrape: less than a
 * microsecond each.
 *
 * <p>A hit costs one addition to a {@link java.util.concurrent.atomic.LongAdder}, a wait one record of a timer with
 * eleven buckets.
 */
public final class TokenMeters implements TokenObserver {

    private final MeterRegistry registry;
    private final Map<String, SourceMeters> byName = new ConcurrentHashMap<>();

    private TokenMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Publishes into this registry. */
    public static TokenMeters of(MeterRegistry registry) {
        return new TokenMeters(registry);
    }

    private SourceMeters named(String source) {
        SourceMeters known = byName.get(source);
        return known != null ? known : byName.computeIfAbsent(source, name -> new SourceMeters(registry, name));
    }

    @Override
    public void onBuilt(String source, ReactiveTokenSource built) {
        named(source).add(built);
    }

    @Override
    public void onClosed(String source, ReactiveTokenSource closed) {
        named(source).remove(closed);
    }

    @Override
    public CallObserver calls(String source) {
        return named(source);
    }

    @Override
    public void onRefresh(RefreshEvent event) {
        named(event.source()).refreshed(event);
    }

    @Override
    public void onAttemptFailed(String source, TokenException failure) {
        named(source).attemptFailed(failure);
    }

    @Override
    public void onCredentialChanged(String source) {
        named(source).credentialChanges.increment();
    }

    @Override
    public void onScopeReduced(String source, Set<String> asked, Set<String> granted) {
        named(source).scopesReduced.increment();
    }

    @Override
    public void onInvalidated(String source, AccessToken rejected) {
        named(source).invalidations.increment();
    }

    @Override
    public void onReplayed(String source, int status) {
        named(source).replayed(status);
    }

    @Override
    public void onObserverFailed(String source, TokenObserver broken, Throwable thrown) {
        named(source).observerFailures.increment();
    }
}
