package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.BareFetch.Granted;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import reactor.core.publisher.Mono;

/** {@code Mono.cacheInvalidateIf} the token is over (a clock read for each call), or was rejected. */
final class MonoCacheInvalidateIf implements Subject {

    private final Mono<Granted> token;
    private volatile Object rejected;

    MonoCacheInvalidateIf(Endpoint endpoint) {
        token = endpoint.fetch().cacheInvalidateIf(granted -> granted == rejected || granted.isOver());
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        token.subscribe(subscriber);
    }

    @Override
    public void reject(Object token) {
        rejected = token;
    }
}
