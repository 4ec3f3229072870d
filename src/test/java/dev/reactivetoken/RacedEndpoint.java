package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** An endpoint that any thread may make answer, and that counts how many requests are in flight at once. */
final class RacedEndpoint extends Mono<AccessToken> {

    private final TokenClock clock;
    private final Duration lifetime;
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger maxInFlight = new AtomicInteger();
    private final AtomicReference<@Nullable Request> pending = new AtomicReference<>();

    RacedEndpoint(TokenClock clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
    }

    AccessToken token(int number) {
        return new AccessToken("t" + number, "Bearer", Set.of(), clock.now(), lifetime);
    }

    /** Answers what is in flight with the token of its number; false if nothing is. */
    boolean answer() {
        return end(request -> request.succeed(token(request.number)));
    }

    boolean answer(AccessToken token) {
        return end(request -> request.succeed(token));
    }

    boolean fail(TokenException failure) {
        return end(request -> request.client.onError(failure));
    }

    private boolean end(Consumer<Request> end) {
        Request request = pending.getAndSet(null);
        if (request == null || !request.end()) {
            return false;
        }
        end.accept(request);
        return true;
    }

    int started() {
        return started.get();
    }

    int inFlight() {
        return inFlight.get();
    }

    int maxInFlight() {
        return maxInFlight.get();
    }

    @Override
    public void subscribe(CoreSubscriber<? super AccessToken> client) {
        client.onSubscribe(new Request(client));
    }

    private final class Request implements Subscription {

        private final CoreSubscriber<? super AccessToken> client;
        private final AtomicInteger state = new AtomicInteger();
        private volatile int number;

        Request(CoreSubscriber<? super AccessToken> client) {
            this.client = client;
        }

        @Override
        public void request(long n) {
            if (state.compareAndSet(0, 1)) {
                int now = inFlight.incrementAndGet();
                maxInFlight.accumulateAndGet(now, Math::max);
                number = started.incrementAndGet();
                pending.set(this);
            }
        }

        @Override
        public void cancel() {
            end();
        }

        void succeed(AccessToken token) {
            client.onNext(token);
            client.onComplete();
        }

        /** Before its answer is told: who is told may start the next one. */
        boolean end() {
            if (state.getAndSet(2) != 1) {
                return false;
            }
            inFlight.decrementAndGet();
            return true;
        }
    }
}
