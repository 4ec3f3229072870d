package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What an endpoint does, in the hands of a test: answers tokens t1, t2, … or fails, now or when told. */
final class ControlledRefresh {

    private final TokenClock clock;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile @Nullable Throwable failure;
    private volatile Sinks.@Nullable One<AccessToken> pending;
    private volatile boolean held;

    ControlledRefresh(TokenClock clock) {
        this.clock = clock;
    }

    Mono<AccessToken> mono() {
        return Mono.defer(() -> {
                    int number = started.incrementAndGet();
                    AccessToken token = token(number);
                    Throwable error = failure;
                    if (held) {
                        Sinks.One<AccessToken> sink = Sinks.one();
                        pending = sink;
                        return sink.asMono().doOnCancel(cancelled::incrementAndGet);
                    }
                    return error != null ? Mono.error(error) : Mono.just(token);
                })
                .cast(AccessToken.class);
    }

    AccessToken token(int number) {
        return new AccessToken("t" + number, "Bearer", Set.of(), clock.now(), lifetime);
    }

    /** From now on a refresh waits until {@link #answer} or {@link #fail}. */
    ControlledRefresh onHold() {
        held = true;
        return this;
    }

    ControlledRefresh living(Duration life) {
        lifetime = life;
        return this;
    }

    ControlledRefresh failing(@Nullable Throwable error) {
        failure = error;
        return this;
    }

    void answer() {
        answer(token(started.get()));
    }

    void answer(AccessToken token) {
        taken().tryEmitValue(token).orThrow();
    }

    void fail(Throwable error) {
        taken().tryEmitError(error).orThrow();
    }

    int started() {
        return started.get();
    }

    int cancelled() {
        return cancelled.get();
    }

    static TokenException outage() {
        return new TokenException.Unreachable("outage", ErrorResponse.status(503), null);
    }

    private Sinks.One<AccessToken> taken() {
        Sinks.One<AccessToken> sink = pending;
        if (sink == null) {
            throw new AssertionError("no refresh is in flight");
        }
        held = false;
        pending = null;
        return sink;
    }
}
