package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * The engine: holds one token and lets one refresh fly for everybody. Knows nothing of OAuth.
 *
 * <p>All state is in {@link #held} and {@link #flight} (and the {@link Crowd} that waits for the latter). The flight is
 * {@code Mono.cache}, kept while somebody needs it. A value is shared for {@link RefreshPolicy#sharedFor}; an error is
 * forgotten at once, retry and circuit breaker have paced it already, unless the endpoint named the time of the next
 * try.
 */
final class CachingTokenSource implements ReactiveTokenSource {

    private static final VarHandle HELD;
    private static final VarHandle FLIGHT;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(CachingTokenSource.class, "held", Held.class);
            FLIGHT = MethodHandles.lookup().findVarHandle(CachingTokenSource.class, "flight", Flight.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String name;
    private final RefreshPolicy policy;
    private final TokenObserver observer;
    private final TokenClock clock;
    private final @Nullable CircuitBreaker circuitBreaker;
    final @Nullable CallObserver calls;
    private final Scheduler scheduler;
    private final Mono<AccessToken> refresh;
    private final Mono<AccessToken> token = new Mono<>() {
        @Override
        public void subscribe(CoreSubscriber<? super AccessToken> caller) {
            caller.onSubscribe(waiter(caller));
        }
    };
    private final Crowd crowd = new Crowd();
    private volatile Held held = Held.NOTHING;
    private volatile @Nullable Flight flight;
    private volatile @Nullable TokenException lastFailure;

    CachingTokenSource(
            String name,
            Mono<AccessToken> refresh,
            RefreshPolicy policy,
            TokenObserver observer,
            @Nullable CircuitBreaker circuitBreaker,
            TokenClock clock,
            Scheduler scheduler) {
        this.name = name;
        this.policy = policy;
        this.observer = observer;
        this.circuitBreaker = circuitBreaker;
        this.calls = observer.calls(name);
        this.clock = clock;
        this.scheduler = scheduler;
        this.refresh = refresh;
    }

    @Override
    public Mono<AccessToken> token() {
        return token;
    }

    private Waiter waiter(CoreSubscriber<? super AccessToken> caller) {
        return calls == null ? new Waiter(this, caller) : new ObservedWaiter(this, caller);
    }

    /** The hot path, and where it ends. */
    void serve(Waiter waiter) {
        Held now = held;
        AccessToken token = now.token;
        long age = now.age(clock);
        if (token != null && age < now.usableAge) {
            if (age >= now.refreshAge) {
                claim(now, waiter);
            }
            if (calls != null) {
                calls.onHit(now.renewalFails());
            }
            waiter.succeeded(token);
            return;
        }
        if (now == Held.CLOSED) {
            waiter.failed(RefreshFailure.closed(name));
            return;
        }
        ContextView caller = waiter.callerContext(); // a caller's code may throw: before he joins, nobody else is hurt
        if (calls != null) {
            waiter.waitsSince(clock.monotonicTime());
        }
        if (crowd.join(waiter)) {
            crowd.ride(Mono.defer(this::heldOrFlight), caller);
        }
    }

    long monotonicTime() {
        return clock.monotonicTime();
    }

    /** Places taken in the crowd, some perhaps by callers who have left. */
    int waiting() {
        return crowd.size();
    }

    /** Whether anything of a refresh is kept; not while nobody waits and nothing is shared. */
    boolean keepsFlight() {
        return flight != null;
    }

    /** A waiter was cancelled, perhaps while in the crowd. */
    void left() {
        crowd.leave();
    }

    @Override
    public void invalidate(AccessToken rejected) {
        Held now;
        do { // again if somebody claims between: what he claims is the same token
            now = held;
            if (!rejected.equals(now.token)) {
                return;
            }
        } while (!HELD.compareAndSet(this, now, Held.REJECTED));
        observer.onInvalidated(name, rejected);
    }

    @Override
    public TokenStatus status() {
        Held now = held;
        AccessToken usable = now.usable(clock);
        return new TokenStatus(
                name,
                now.state(clock),
                usable,
                usable == null ? null : usable.issuedAt().plusNanos(now.usableAge),
                crowd.size(),
                lastFailure,
                circuitBreaker == null ? null : circuitBreaker.getState());
    }

    @Override
    public void close() {
        boolean first = HELD.getAndSet(this, Held.CLOSED) != Held.CLOSED;
        Flight last = flight;
        if (last != null) {
            last.close();
        }
        if (first) {
            observer.onClosed(name, this);
        }
    }

    /** Nobody will find it any more; whoever has it already is served on. */
    void forgotten() {
        observer.onClosed(name, this);
    }

    /** One caller wins, and starts the renewal that nobody waits for. */
    private void claim(Held now, Waiter waiter) {
        ContextView caller = waiter.callerContext();
        Held claimed = now.claimed();
        if (HELD.compareAndSet(this, now, claimed) && crowd.join(new Renewal(this, claimed))) {
            crowd.ride(nextFlight(), caller);
        }
    }

    /** A renewal has ended without a new token: the next try is opened, after the back-off or what was asked for. */
    void renewalEnded(Held claimed, Duration atLeast, Duration apart) {
        HELD.compareAndSet(this, claimed, claimed.retried(clock, atLeast.toNanos(), apart.toNanos()));
    }

    /** Looks again: between a caller's look and his joining, a whole flight may have come and gone. */
    private Mono<AccessToken> heldOrFlight() {
        AccessToken token = held.usable(clock);
        if (token != null) {
            return Mono.just(token);
        }
        return nextFlight();
    }

    private Mono<AccessToken> nextFlight() {
        return Mono.using(this::entered, Flight::token, Flight::leave, false);
    }

    private Flight entered() {
        while (true) {
            Flight now = flight;
            if (now == null) {
                now = newFlight();
            }
            if (now.enter()) {
                return now;
            }
            over(now); // it is going, but this has not yet been told
        }
    }

    /** Unless another was faster. */
    private Flight newFlight() {
        Flight fresh = new Flight(this, scheduler, clock);
        Flight before = (Flight) FLIGHT.compareAndExchange(this, null, fresh);
        if (before != null) {
            return before;
        }
        if (held == Held.CLOSED) { // looked at after the flight was there to be seen by close()
            fresh.close();
        }
        return fresh;
    }

    void over(Flight gone) {
        FLIGHT.compareAndSet(this, gone, null);
    }

    void subscribe(RefreshRun run) {
        refresh.subscribe(run);
    }

    /** How long its refresh may wait before it tries again. */
    long waiting(long planned) {
        return held.waiting(planned, clock);
    }

    RefreshCause cause() {
        return held.cause(clock);
    }

    /** Installs what was fetched. */
    void refreshed(AccessToken fetched, RefreshCause cause, long began) {
        install(fetched);
        observer.onRefresh(new RefreshEvent(name, cause, since(began), fetched, null, fetched));
    }

    /** {@code cause} is null when it had not begun. */
    void refreshFailed(TokenException failure, @Nullable RefreshCause cause, long began) {
        lastFailure = failure;
        if (held != Held.CLOSED) {
            RefreshCause why = cause == null ? cause() : cause;
            Duration took = cause == null ? Duration.ZERO : since(began);
            observer.onRefresh(new RefreshEvent(name, why, took, null, failure, held.usable(clock)));
        }
    }

    private Duration since(long began) {
        return Duration.ofNanos(clock.monotonicTime() - began);
    }

    private void install(AccessToken token) {
        lastFailure = null;
        hold(Held.of(token, policy, clock, ThreadLocalRandom.current().nextDouble()));
    }

    /** Unless closed. */
    void hold(Held fresh) {
        Held before;
        do {
            before = held;
        } while (before != Held.CLOSED && !HELD.compareAndSet(this, before, fresh));
    }

    /** A token born dead is shared as well: another would be no better, and asking would never end. */
    Duration sharedFor(AccessToken token) {
        long life = token.lifetime().toNanos();
        long left = life - token.age(clock);
        return left > 0 ? Duration.ofNanos(Math.min(policy.sharedFor(life), left)) : policy.minInterval();
    }

    Duration forbiddenFor(Throwable failure) {
        return RefreshFailure.forbids(failure);
    }

    /** One more failure of this kind may open the circuit breaker, and for how long. */
    Duration shutOutFor(Throwable failure) {
        return circuitBreaker == null || failure instanceof TokenException.Refused
                ? Duration.ZERO
                : Resilience.openFor(circuitBreaker);
    }

    TokenException failure(Throwable thrown) {
        return RefreshFailure.of(name, thrown);
    }

    TokenException endedWithoutToken() {
        return held == Held.CLOSED ? RefreshFailure.closed(name) : RefreshFailure.withoutToken(name);
    }
}
