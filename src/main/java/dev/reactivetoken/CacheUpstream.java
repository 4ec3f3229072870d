package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What {@code Mono.cache} stands on: its source, which is the refresh in flight, and its timer, which is none. That
 * operator trusts a timer alone, which comes late on a host that was suspended; here both clocks are read before the
 * cache is asked.
 *
 * <p>Not safe for use by several threads: the refresh in flight is the claim to it, and passes it on by clearing itself.
 */
final class CacheUpstream extends Mono<AccessToken> implements Scheduler {

    private final TokenClock clock;
    private @Nullable InFlightRefresh current;
    private @Nullable Runnable expiry;
    private long wallEnd;
    private long monotonicEnd;

    CacheUpstream(TokenClock clock) {
        this.clock = clock;
    }

    /** Subscribes to the cache for that refresh, which has to fetch if nothing is shared any more. */
    void subscribe(Mono<AccessToken> cache, InFlightRefresh refresh, CoreSubscriber<AccessToken> result) {
        Runnable expire = expiry;
        if (expire != null && isDue()) {
            expiry = null;
            expire.run();
        }
        current = refresh;
        try {
            cache.subscribe(result);
        } finally {
            current = null;
        }
    }

    /** Called by the cache when it has nothing to share. */
    @Override
    public void subscribe(CoreSubscriber<? super AccessToken> cache) {
        Objects.requireNonNull(current).fetch(cache);
    }

    private boolean isDue() {
        return clock.monotonicTime() - monotonicEnd >= 0 || clock.wallTime() >= wallEnd;
    }

    /** Called by the cache with its time-to-live. */
    @Override
    public Disposable schedule(Runnable expire, long delay, TimeUnit unit) {
        try {
            // in whole milliseconds, rounded up: the wall clock must not end it before the other
            wallEnd = clock.wallTime() + unit.toMillis(delay + unit.convert(1, TimeUnit.MILLISECONDS) - 1);
            monotonicEnd = clock.monotonicTime() + unit.toNanos(delay);
            expiry = expire;
        } catch (Throwable brokenClock) {
            expire.run(); // nothing is shared without a clock
        }
        return Disposables.disposed();
    }

    @Override
    public Disposable schedule(Runnable task) {
        throw new UnsupportedOperationException("a timer of the cache alone");
    }

    @Override
    public Worker createWorker() {
        throw new UnsupportedOperationException("a timer of the cache alone");
    }
}
