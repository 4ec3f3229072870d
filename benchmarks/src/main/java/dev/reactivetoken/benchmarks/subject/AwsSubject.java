package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.BareFetch.Granted;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.time.Duration;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.NonBlocking;
import software.amazon.awssdk.utils.cache.RefreshResult;

/** CachedSupplier, prefetching on its own threads when a fifth of the life is left. Blocks while it has no token. */
final class AwsSubject implements Subject {

    private final CachedSupplier<String> tokens;

    AwsSubject(Endpoint endpoint) {
        Duration ahead = Duration.ofNanos((long) (endpoint.life().toNanos() * AHEAD));
        Duration margin = Duration.ofNanos((long) (endpoint.life().toNanos() * MARGIN));
        tokens = CachedSupplier.builder(() -> {
                    Granted granted = endpoint.fetch().block();
                    return RefreshResult.builder(granted.token())
                            .prefetchTime(granted.expires().minus(ahead))
                            .staleTime(granted.expires().minus(margin))
                            .build();
                })
                .prefetchStrategy(new NonBlocking("token"))
                .build();
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        String token;
        try {
            token = tokens.get();
        } catch (RuntimeException failed) {
            subscriber.onError(failed);
            return;
        }
        subscriber.onNext(token);
    }

    @Override
    public void close() {
        tokens.close();
    }
}
