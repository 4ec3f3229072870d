package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** More tenants of one address than there are connections to it, over real sockets. */
class ManyTenantsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TokenServer server = TokenServer.builder()
            .client("client", "secret", Barracuda.ESS_ACCOUNT_READ)
            .delay(Duration.ofMillis(500))
            .start();
    private final Provider provider = Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri());

    @AfterEach
    void stop() {
        server.close();
    }

    private TokenSourceBuilder builder() {
        return ReactiveTokenSource.builder()
                .provider(provider)
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .scopes(Barracuda.ESS_ACCOUNT_READ);
    }

    /** The last of them wait several times as long as an attempt may take. */
    @Test
    void are_served_in_turn_and_none_of_them_opens_the_circuit() {
        Resilience brief = Resilience.defaults("tenants")
                .withAttemptTimeout(Duration.ofSeconds(3))
                .withDeadline(PATIENCE);
        CircuitBreaker shared = CircuitBreaker.of("tenants", brief.circuitBreakerConfig());
        TokenSources<Integer> tenants =
                TokenSources.of(tenant -> builder().resilience(brief.withCircuitBreaker(shared)));

        List<AccessToken> tokens = Flux.fromStream(IntStream.range(0, 640).boxed())
                .flatMap(tenant -> tenants.get(tenant).token(), 640)
                .collectList()
                .block(PATIENCE);

        assertThat(tokens).hasSize(640);
        assertThat(server.counts().tokenRequests()).isEqualTo(640);
        assertThat(shared.getMetrics().getNumberOfFailedCalls()).isZero();
        assertThat(server.counts().maxInFlight()).isLessThanOrEqualTo(64);
    }

    @Test
    void are_told_that_all_connections_were_in_use_when_their_deadline_ends() {
        NettyTokenEndpoint narrow = NettyTokenEndpoint.of(server.tokenUri(), Dialect.STANDARD)
                .withHttpClient(client -> HttpClient.create(ConnectionProvider.create("narrow", 1)));
        Resilience brief = Resilience.defaults("brief").withDeadline(Duration.ofMillis(100));
        ReactiveTokenSource first = builder().endpoint(narrow).build();
        ReactiveTokenSource second =
                builder().endpoint(narrow).resilience(brief).build();
        Mono<AccessToken> token = first.token().cache();
        token.subscribe();
        Flux.interval(Duration.ofMillis(5))
                .filter(tick -> server.counts().inFlight() == 1)
                .blockFirst(PATIENCE);

        assertThatThrownBy(() -> second.token().block(PATIENCE))
                .isInstanceOf(Unreachable.class)
                .hasMessageContaining(
                        "no token within 100 ms: all connections to " + server.tokenUri() + " were in use");
        assertThat(second.status().circuitBreaker()).as("none was made").isNull();
        assertThat(token.block(PATIENCE)).isNotNull();
    }
}
