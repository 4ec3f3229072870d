package dev.reactivetoken;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.token.TokenClock;
import java.net.URI;

/**
 * What the sources of one registry have in common: one endpoint for each address, and one {@link Resilience} for each
 * endpoint, so that all learn what one of them met. Kept as long as a source has them.
 */
final class SharedEndpoints {

    private final Cache<Address, TokenEndpoint> endpoints =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<TokenEndpoint, Resilience> resiliences =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private record Address(URI uri, Dialect dialect, TokenClock clock) {}

    TokenEndpoint of(Provider provider, TokenClock clock) {
        return endpoints.get(
                new Address(provider.tokenUri(), provider.dialect(), clock),
                address -> NettyTokenEndpoint.of(address.uri, address.dialect).withClock(address.clock));
    }

    Resilience resilienceOf(TokenEndpoint endpoint, String name, TokenClock clock) {
        return resiliences.get(endpoint, one -> Resilience.defaults(name, clock));
    }
}
