package dev.reactivetoken.benchmarks.subject;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.SimpleTokenCache;
import dev.reactivetoken.benchmarks.harness.BareFetch.Granted;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * SimpleTokenCache with tokens that say when to be renewed (when a fifth of the life is left). It makes no two requests
 * within 30 s, which a user cannot change and which outlasts the short lives here: by reflection it gets the same share
 * of the life that 30 s are of an hour.
 */
final class AzureSubject implements Subject {

    private final SimpleTokenCache cache;

    AzureSubject(Endpoint endpoint) {
        Supplier<Mono<AccessToken>> fetch = () -> endpoint.fetch().map(AzureSubject::token);
        try {
            Constructor<SimpleTokenCache> constructor =
                    SimpleTokenCache.class.getDeclaredConstructor(Supplier.class, Duration.class);
            constructor.setAccessible(true);
            cache = constructor.newInstance(fetch, endpoint.life().dividedBy(120));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("azure-core has changed", e);
        }
    }

    static AccessToken token(Granted granted) {
        OffsetDateTime expires = granted.expires().atOffset(ZoneOffset.UTC);
        long ahead = (long) (granted.life().toNanos() * AHEAD);
        return new AccessToken(granted.token(), expires, expires.minusNanos(ahead));
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        cache.getToken().subscribe(subscriber);
    }
}
