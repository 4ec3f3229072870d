package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;

/** A token that never changes, and no more than a clock read or two to see that it is still good. */
final class Floor {

    private final Mono<String> token = Mono.just("token");
    private final long since = System.nanoTime();
    private final long wallSince = System.currentTimeMillis();
    private final long life = TimeUnit.HOURS.toNanos(1);

    private Floor() {}

    static Subject just(Endpoint unused) {
        return new Floor().token::subscribe;
    }

    static Subject justAndClock(Endpoint unused) {
        return new Floor()::checkOne;
    }

    static Subject justAndClocks(Endpoint unused) {
        return new Floor()::checkBoth;
    }

    private void checkOne(TokenSubscriber subscriber) {
        if (System.nanoTime() - since < life) {
            token.subscribe(subscriber);
        }
    }

    private void checkBoth(TokenSubscriber subscriber) {
        long wall = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - wallSince);
        if (Math.max(System.nanoTime() - since, wall) < life) {
            token.subscribe(subscriber);
        }
    }
}
