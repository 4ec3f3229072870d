package dev.reactivetoken;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The pipeline of a source's refreshes: guard, grant, authentication, endpoint. One per source; each refresh ends with a
 * token or a {@link TokenException}. One object with its history, which saves an idle source another.
 */
final class TokenRefresh extends RefreshHistory implements Refresh {

    final String source;
    final Grant grant;
    final ClientAuthentication authentication;
    final TokenEndpoint endpoint;
    final RefreshPolicy policy;
    final CircuitBreakers circuitBreakers;
    final TokenObserver observer;
    final TokenClock clock;
    final Scheduler timer;

    TokenRefresh(
            String source,
            Grant grant,
            ClientAuthentication authentication,
            TokenEndpoint endpoint,
            RefreshPolicy policy,
            CircuitBreakers circuitBreakers,
            TokenObserver observer,
            TokenClock clock,
            Scheduler timer) {
        this.source = source;
        this.grant = grant;
        this.authentication = authentication;
        this.endpoint = endpoint;
        this.policy = policy;
        this.circuitBreakers = circuitBreakers;
        this.observer = observer;
        this.clock = clock;
        this.timer = timer;
    }

    /** Deadline, observers, (here a store will stand), retry, circuit breaker, attempt limit: from outside to inside. */
    @Override
    public Mono<AccessToken> start(RefreshRequest request) {
        Attempts attempts = new Attempts(this, request);
        Mono<TokenResponse> observed = observer.aroundRefresh(source, attempts.all(), request.caller());
        return new MonoTimeout<>(observed, resilience().deadline()::toNanos, timer, attempts::late)
                .map(this::succeeded)
                .onErrorMap(attempts::explained);
    }

    private AccessToken succeeded(TokenResponse response) {
        refreshSucceeded();
        return response.accessToken();
    }

    Resilience resilience() {
        return circuitBreakers.resilience();
    }

    @Override
    public Duration closedFor(TokenException failure) {
        return circuitBreakers.closedFor(failure);
    }

    @Override
    public CircuitBreaker.@Nullable State circuitBreaker() {
        return circuitBreakers.state(this);
    }

    /** {@code scheme://host[:port]/path} of the endpoint, for messages. */
    String endpointName() {
        URI uri = endpoint.uri();
        return uri == null ? "the endpoint" : uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    }
}
