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
 * What the sources of one registry have in common: one endpoint for each address, and for each endpoint
 * one {@link Resilience} and one circuit breaker, so that all learn when it answers nothing. Kept as long as a source has them.
 */
final class SharedEndpoints {

    private final Cache<Address, TokenEndpoint> endpoints =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();
    private final Cache<TokenEndpoint, CircuitBreakers> guards =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private record Address(URI uri, Dialect dialect, TokenClock clock) {}

    TokenEndpoint of(Provider provider, TokenClock clock) {
        return endpoints.get(
                new Address(provider.tokenUri(), provider.dialect(), clock),
                address -> NettyTokenEndpoint.of(address.uri, address.dialect).withClock(address.clock));
    }

    CircuitBreakers guardOf(TokenEndpoint endpoint, String name, TokenClock clock) {
        return guards.get(
                endpoint,
                one -> new CircuitBreakers(Resilience.defaults(name, clock), Resilience.ofAddress(name, clock)));
    }
}
