package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Caches one token and shares one refresh among all waiters. Knows nothing of OAuth.
 *
 * <p>Its state is what is {@link #cached} and what is {@link #inFlight}, and whether callers get the token or wait is
 * computed from the former and the clocks. The refresh in flight is the claim: setting it from null is what one caller
 * of many wins. What is still shared, and what the endpoint has forbidden, is the time-to-live of the cache.
 *
 * <p>The order that strands no waiter: a waiter is pushed, then {@code inFlight} is read; a refresh installs, clears
 * {@code inFlight}, then drains. A waiter that is pushed between clear and drain of a failure may be told it and has
 * started the next one all the same: one request more, never two at once.
 */
class CachingTokenSource implements ReactiveTokenSource, InFlightRefresh.Listener {

    private static final VarHandle CACHED;
    private static final VarHandle IN_FLIGHT;

    /** Frames of {@link #reserveStack} that are certain to be left before a refresh is claimed. */
    private static final int STACK_RESERVE = 80;

    static {
        try {
            CACHED = MethodHandles.lookup().findVarHandle(CachingTokenSource.class, "cached", CachedToken.class);
            IN_FLIGHT =
                    MethodHandles.lookup().findVarHandle(CachingTokenSource.class, "inFlight", InFlightRefresh.class);
            // A class whose initialization overflows is lost to the JVM; a caller out of stack may be the first to need
            // these.
            MethodHandles.lookup().ensureInitialized(Waiter.class);
            MethodHandles.lookup().ensureInitialized(InFlightRefresh.class);
            RefreshFailure.of("", new StackOverflowError());
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final @Nullable CallObserver calls;
    private final String name;
    private final Refresh refresh;
    private final RefreshPolicy policy;
    private final TokenObserver observer;
    private final TokenClock clock;
    private final Scheduler scheduler;
    private final Mono<AccessToken> token = new Callers();
    private final CacheUpstream upstream;
    private final Mono<AccessToken> flight;
    private final WaiterStack waiters = new WaiterStack();

    private volatile CachedToken cached = CachedToken.NONE;
    private volatile @Nullable InFlightRefresh inFlight;
    private volatile @Nullable TokenException lastFailure;

    CachingTokenSource(
            String name,
            Refresh refresh,
            RefreshPolicy policy,
            TokenObserver observer,
            TokenClock clock,
            Scheduler scheduler) {
        this.name = name;
        this.refresh = refresh;
        this.policy = policy;
        this.observer = observer;
        this.calls = observer.calls(name);
        this.clock = clock;
        this.scheduler = scheduler;
        this.upstream = new CacheUpstream(clock);
        this.flight = upstream.cache(this::sharedFor, CachingTokenSource::forbiddenFor, () -> Duration.ZERO, upstream);
    }

    private final class Callers extends Mono<AccessToken> {

        @Override
        public void subscribe(CoreSubscriber<? super AccessToken> caller) {
            caller.onSubscribe(
                    calls == null
                            ? new Waiter(CachingTokenSource.this, caller)
                            : new Waiter.Measured(CachingTokenSource.this, caller));
        }
    }

    private final class CallersForNewToken extends Mono<AccessToken> {

        @Override
        public void subscribe(CoreSubscriber<? super AccessToken> caller) {
            caller.onSubscribe(new Waiter.ForNewToken(CachingTokenSource.this, caller));
        }
    }

    @Override
    public Mono<AccessToken> token() {
        return token;
    }

    @Override
    public Mono<AccessToken> renew() {
        return new CallersForNewToken();
    }

    /** The hot path, and where it ends. */
    void serve(Waiter waiter) {
        CachedToken now = cached;
        AccessToken held = now.token;
        long age = now.age(clock);
        if (held == null || age >= now.usableAge) {
            enqueue(waiter, false);
            return;
        }
        if (age >= now.refreshAge) {
            refreshAhead(waiter);
        }
        if (calls != null) {
            calls.onHit(now.renewalFails());
        }
        waiter.succeeded(held);
    }

    void serveNewToken(Waiter waiter) {
        enqueue(waiter, true);
    }

    private void enqueue(Waiter waiter, boolean forced) {
        if (cached == CachedToken.CLOSED) {
            waiter.failed(closed());
            return;
        }
        if (inFlight == null) {
            reserveStack(); // a caller out of stack must find out before it claims what it cannot start
        }
        if (calls != null) {
            waiter.waitsSince(clock.monotonicTime());
        }
        if (waiters.push(waiter)) {
            startRefresh(waiter.callerContext(), forced);
        }
    }

    /** Throws where the stack has not enough left to start a refresh. */
    void reserveStack() {
        reserveStack(STACK_RESERVE, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** Takes more stack than scheduling does, some 10 kB: all arguments live on behind the call. */
    private static long reserveStack(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0 ? a : a ^ b ^ c ^ d ^ e ^ f ^ g ^ h ^ reserveStack(frames - 1, b, c, d, e, f, g, h, a + h);
    }

    /** For a caller that does not wait, and that gets the held token whatever this meets: the next one tries again. */
    private void refreshAhead(Waiter waiter) {
        try {
            startRefresh(waiter.callerContext(), false);
        } catch (Throwable broken) {
            // no token is lost
        }
    }

    private void startRefresh(ContextView caller, boolean forced) {
        InFlightRefresh running = inFlight;
        if (running == null) {
            InFlightRefresh mine = new InFlightRefresh(this, upstream, flight, caller, forced, clock.monotonicTime());
            InFlightRefresh before = (InFlightRefresh) IN_FLIGHT.compareAndExchange(this, null, mine);
            running = before == null ? mine : before;
        }
        running.start(scheduler);
    }

    /** Asked on the scheduler: between a caller's look and its claim, a whole refresh may have come and gone. */
    @Override
    public @Nullable RefreshRequest begins(InFlightRefresh started) {
        CachedToken now = cached;
        return now == CachedToken.CLOSED || (now.age(clock) < now.refreshAge && !started.forced)
                ? null
                : new RefreshRequest(
                        now.cause(clock),
                        started.caller,
                        planned -> cached.retryDelay(planned, clock),
                        usual -> cached.attemptLimit(usual, clock));
    }

    @Override
    public Mono<AccessToken> fetch(RefreshRequest request) {
        return refresh.start(request);
    }

    @Override
    public @Nullable TokenException refreshed(InFlightRefresh ended, AccessToken arrived) {
        CachedToken before;
        CachedToken after;
        do {
            before = cached;
            if (before == CachedToken.CLOSED) {
                return closed();
            }
            if (before.isBetterThan(arrived, policy, clock)) {
                long rest = Math.max(0, before.leftForTries(clock) / 2);
                NextAttempt next = NextAttempt.after(clock, Duration.ofNanos(rest));
                return RefreshFailure.noBetter(name, arrived.equals(before.token), next);
            }
            after = before.replacedBy(
                    arrived, policy, clock, ThreadLocalRandom.current().nextDouble());
        } while (!CACHED.compareAndSet(this, before, after));
        tellObserver(ended, arrived, null);
        return null;
    }

    @Override
    public TokenException failed(InFlightRefresh ended, Throwable thrown) {
        TokenException failure = failure(thrown);
        try {
            long atLeast = atLeast(failure).toNanos();
            long closedFor = refresh.closedFor(failure).toNanos();
            CachedToken before;
            do {
                before = cached;
            } while (!CACHED.compareAndSet(this, before, before.afterFailure(policy, clock, atLeast, closedFor)));
            tellObserver(ended, null, failure);
        } catch (Throwable brokenClock) {
            // the failure itself is told all the same
        }
        return failure;
    }

    @Override
    public void ended(InFlightRefresh ended, @Nullable AccessToken arrived, @Nullable TokenException failure) {
        IN_FLIGHT.compareAndSet(this, ended, null);
        AccessToken told = arrived != null ? arrived : usable();
        if (told != null) {
            waiters.drain(waiter -> ((Waiter) waiter).succeeded(told));
        } else if (failure != null || cached == CachedToken.CLOSED) {
            TokenException why = failure != null ? failure : closed();
            waiters.drain(waiter -> ((Waiter) waiter).failed(why));
        } else if (!waiters.isEmpty()) { // it was not needed, and what it was not needed for is over by now
            startRefresh(Context.empty(), false);
        }
    }

    /** Not the rest of a refused credential: a changed one ends that at once, and reading it costs no request. */
    private Duration atLeast(TokenException failure) {
        return failure instanceof Refused ? forbiddenFor(failure) : failure.retryIn();
    }

    private void tellObserver(InFlightRefresh ended, @Nullable AccessToken arrived, @Nullable TokenException failure) {
        RefreshCause cause = ended.cause();
        TokenException before = lastFailure;
        lastFailure = failure;
        observer.onRefresh(new RefreshEvent(
                name,
                cause != null ? cause : cached.cause(clock),
                Duration.ofNanos(clock.monotonicTime() - ended.since),
                arrived,
                failure,
                usable(),
                before));
    }

    @Override
    public void invalidate(AccessToken rejected) {
        CachedToken now;
        do {
            now = cached;
            if (!rejected.equals(now.token) || now.isRejected()) {
                return;
            }
        } while (!CACHED.compareAndSet(this, now, now.rejected(policy, clock)));
        observer.onInvalidated(name, rejected);
    }

    @Override
    public TokenStatus status() {
        CachedToken now = cached;
        InFlightRefresh running = inFlight;
        AccessToken held = now.usable(clock);
        Instant present = Instant.ofEpochMilli(clock.wallTime());
        return new TokenStatus(
                name,
                now.state(clock),
                held,
                held == null ? null : held.issuedAt().plusNanos(now.usableAge),
                held == null ? null : Duration.ofNanos(now.usableAge - now.age(clock)),
                waiters.size(),
                running == null ? null : present.minusNanos(clock.monotonicTime() - running.since),
                lastFailure,
                refresh.circuitBreaker());
    }

    @Override
    public void close() {
        boolean first = CACHED.getAndSet(this, CachedToken.CLOSED) != CachedToken.CLOSED;
        InFlightRefresh running = inFlight;
        if (running != null) {
            running.close(closed());
        }
        if (first) {
            observer.onClosed(name, this);
        }
    }

    /** Evicted from {@link TokenSources}, not closed: existing references keep working. */
    void evicted() {
        observer.onClosed(name, this);
    }

    /** A waiter was cancelled. */
    void cancelled() {
        waiters.cancelled();
    }

    long monotonicTime() {
        return clock.monotonicTime();
    }

    TokenException failure(Throwable thrown) {
        return RefreshFailure.of(name, thrown);
    }

    private TokenException closed() {
        return RefreshFailure.closed(name);
    }

    private @Nullable AccessToken usable() {
        try {
            return cached.usable(clock);
        } catch (Throwable brokenClock) {
            return null;
        }
    }

    /** A token that arrives expired is shared for a while too, to bound the rate of requests. */
    private Duration sharedFor(AccessToken arrived) {
        long life = arrived.lifetime().toNanos();
        long left = life - arrived.age(clock);
        return RefreshPolicy.isBornDead(life, left)
                ? RefreshPolicy.SHARED_BORN_DEAD
                : Duration.ofNanos(Math.min(policy.sharedFor(life), left));
    }

    private static Duration forbiddenFor(Throwable thrown) {
        return thrown instanceof TokenException failure && failure.retryAfter() != null
                ? RefreshPolicy.bounded(failure.retryIn())
                : Duration.ZERO;
    }
}
