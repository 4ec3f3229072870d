package dev.reactivetoken;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One {@link ReactiveTokenSource} for each key: a tenant, a user, an audience. Made when the key is first asked for,
 * bounded in number, and forgotten when it has not been asked for some time.
 *
 * <p>Safe for any number of threads. Ask for the source at each use, {@code sources.get(tenant).token()}: that costs
 * no more than a look into a map while the registry is less than half full, and tells that the key is in use.
 *
 * <p>What is forgotten, for want of use or of room, is not closed: it serves callers that still hold it, and those who wait
 * for it, until they let go of it; it owns no thread and no connection. Only its token is lost to the next one who asks
 * for the key, and a refresh token that came with it: a grant whose refresh tokens are rotated needs a factory that
 * knows the newest.
 *
 * <p>Sources that ask the same address share its endpoint, and sources of one endpoint share one {@link Resilience},
 * unless the builder brings its own. When the endpoint answers nothing at all, a circuit breaker opens for all of them;
 * what it answers to one of them, a refusal, an error or nonsense, concerns that one alone. What the factory sets on one
 * common builder, they share as well.
 *
 * <p>No thread and no timer: idle ones are noticed while others are asked for.
 *
 * @param <K> with {@code equals} and {@code hashCode} by value, such as a string or a record
 */
public final class TokenSources<K> implements AutoCloseable {

    private static final long MAXIMUM_SIZE = 100_000;
    private static final Duration IDLE_TIME = Duration.ofHours(1);

    private final Function<? super K, TokenSourceBuilder> factory;
    private final long maximumSize;
    private final Duration idleTime;
    private final Ticker ticker;
    private final LoadingCache<K, CachingTokenSource> sources;
    private final SharedEndpoints endpoints = new SharedEndpoints();
    private volatile boolean closed;

    TokenSources(Function<? super K, TokenSourceBuilder> factory, long maximumSize, Duration idleTime, Ticker ticker) {
        this.factory = factory;
        this.maximumSize = maximumSize;
        this.idleTime = idleTime;
        this.ticker = ticker;
        this.sources = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                // With expireAfterAccess each lookup would keep an order of all entries up to date. An entry that is
                // asked for after a quarter of the time is written anew instead.
                .refreshAfterWrite(idleTime.dividedBy(4))
                .expireAfterWrite(idleTime.plus(idleTime.dividedBy(4)))
                .ticker(ticker)
                .executor(Runnable::run) // what there is to do costs too little to wake another thread for it
                .<K, CachingTokenSource>removalListener((key, source, cause) -> removed(source, cause))
                .build(new Loader());
    }

    /**
     * A registry whose sources are built as this says, of the key and usually of what they have in common:
     * {@code tenant -> common.name(tenant).credential(secretOf(tenant))}.
     *
     * @param factory called once for each source, on the thread that asks; others who ask for the same key meanwhile
     *     wait for it, so it must be quick, must not block and must not ask this registry. What it throws,
     *     {@link #get} throws, and the next caller tries again
     */
    public static <K> TokenSources<K> of(Function<? super K, TokenSourceBuilder> factory) {
        return new TokenSources<>(factory, MAXIMUM_SIZE, IDLE_TIME, Ticker.systemTicker());
    }

    /**
     * Such a registry, still empty, of at most that many sources, about: beyond, the one least used is forgotten.
     * Default 100,000.
     *
     * @throws IllegalArgumentException when not positive
     */
    public TokenSources<K> withMaximumSize(long size) {
        if (size <= 0) {
            throw new IllegalArgumentException("the maximum size must be positive: " + size);
        }
        return new TokenSources<>(factory, size, idleTime, ticker);
    }

    /**
     * Such a registry, still empty, that forgets a source that was not asked for so long, or up to a quarter longer.
     * Default one hour: most tokens are over by then.
     *
     * @throws IllegalArgumentException when less than a millisecond or more than 3,650 days
     */
    public TokenSources<K> withIdleTime(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(AccessToken.MAX_LIFETIME) > 0) {
            throw new IllegalArgumentException("the idle time must be from a millisecond to 3,650 days: " + time);
        }
        return new TokenSources<>(factory, maximumSize, time, ticker);
    }

    /**
     * Such a registry, still empty, that tells by these clocks whether a source is idle. Default: those of this machine.
     * The clocks of the sources are set by their builder.
     */
    public TokenSources<K> withClock(TokenClock clock) {
        return new TokenSources<>(factory, maximumSize, idleTime, clock::monotonicTime);
    }

    /**
     * The source of that key, always the same one while it is in use. Sends nothing. After {@link #close()} it is one
     * that is closed.
     *
     * @throws IllegalStateException when the builder that the factory answers lacks a part, and whatever else it throws
     */
    public ReactiveTokenSource get(K key) {
        CachingTokenSource source = sources.get(key);
        if (closed) { // looked at after the source was there to be seen by close()
            source.close();
        }
        return source;
    }

    /**
     * Closes every source that is kept, and those that are asked for later. One that was forgotten before
     * is to be closed by its holder. Never blocks.
     */
    @Override
    public void close() {
        closed = true;
        sources.asMap().values().forEach(ReactiveTokenSource::close);
        sources.invalidateAll();
    }

    /**
     * Forgets the source of that key: the next caller that asks for the key gets another one. It is not closed here.
     *
     * @return the source, to be closed if no caller may use it any more; null if there was none
     */
    public @Nullable ReactiveTokenSource remove(K key) {
        CachingTokenSource removed = sources.asMap().remove(key);
        if (removed != null) {
            removed.evicted();
        }
        return removed;
    }

    /** How many are kept, about; some may be idle and not yet noticed to be. */
    public long size() {
        return sources.estimatedSize();
    }

    private static void removed(@Nullable CachingTokenSource source, RemovalCause cause) {
        if (source != null && cause.wasEvicted()) {
            source.evicted();
        }
    }

    private final class Loader implements CacheLoader<K, CachingTokenSource> {

        @Override
        public CachingTokenSource load(K key) {
            return factory.apply(key).build(endpoints);
        }

        /** Still in use. */
        @Override
        public CachingTokenSource reload(K key, CachingTokenSource same) {
            return same;
        }
    }
}
