package dev.reactivetoken.benchmarks.subject;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.benchmarks.harness.BareFetch.Granted;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.time.Duration;

/** One entry that is refreshed when a fifth of the token's life is left and expires shortly before its end. */
final class CaffeineSubject implements Subject {

    private final AsyncLoadingCache<String, Granted> tokens;

    CaffeineSubject(Endpoint endpoint) {
        long life = endpoint.life().toNanos();
        tokens = Caffeine.newBuilder()
                .refreshAfterWrite(Duration.ofNanos((long) (life * (1 - AHEAD))))
                .expireAfterWrite(Duration.ofNanos((long) (life * (1 - MARGIN))))
                .buildAsync((key, executor) -> endpoint.fetch().toFuture());
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        tokens.get("token").whenComplete(subscriber::complete);
    }

    @Override
    public void reject(Object token) {
        tokens.synchronous().invalidate("token");
    }
}
