package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.BareFetch.Granted;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** {@code Mono.cache} with a time-to-live a little shorter than the token's, and errors forgotten at once. */
final class MonoCache implements Subject {

    private final Mono<Granted> token;

    MonoCache(Endpoint endpoint) {
        long ttl = (long) (endpoint.life().toNanos() * (1 - MARGIN));
        token = endpoint.fetch().cache(any -> Duration.ofNanos(ttl), error -> Duration.ZERO, () -> Duration.ZERO);
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        token.subscribe(subscriber);
    }
}
