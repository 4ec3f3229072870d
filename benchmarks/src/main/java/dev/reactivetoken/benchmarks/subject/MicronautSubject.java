package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import io.micronaut.security.oauth2.client.clientcredentials.AbstractClientCredentialsClient;
import io.micronaut.security.oauth2.configuration.OauthClientConfigurationProperties;
import io.micronaut.security.oauth2.configuration.OauthClientConfigurationProperties.ClientCredentialsConfigurationProperties;
import io.micronaut.security.oauth2.endpoint.token.request.TokenEndpointClient;
import io.micronaut.security.oauth2.endpoint.token.request.context.ClientCredentialsTokenRequestContext;
import io.micronaut.security.oauth2.endpoint.token.request.context.TokenRequestContext;
import io.micronaut.security.oauth2.endpoint.token.response.TokenResponse;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Micronaut's client for client credentials over the barest HTTP client instead of a running Micronaut. It calls a
 * token expired 30 s before its end by default; a fifth of the life here.
 */
final class MicronautSubject implements Subject {

    private final Client client;

    MicronautSubject(Endpoint endpoint) {
        var early = new ClientCredentialsConfigurationProperties();
        early.setAdvancedExpiration(Duration.ofNanos((long) (endpoint.life().toNanos() * AHEAD)));
        var configuration = new OauthClientConfigurationProperties("benchmark");
        configuration.setClientCredentials(early);
        client = new Client(configuration, endpoint);
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        Mono.from(client.requestToken((String) null)).subscribe(subscriber);
    }

    private static final class Client extends AbstractClientCredentialsClient {

        Client(OauthClientConfigurationProperties configuration, Endpoint endpoint) {
            super(configuration, new TokenEndpointClient() {
                @Override
                @SuppressWarnings("unchecked")
                public <G, R extends TokenResponse> Publisher<R> sendRequest(TokenRequestContext<G, R> unused) {
                    return (Publisher<R>) endpoint.fetch().map(granted -> {
                        TokenResponse response = new TokenResponse(granted.token(), "Bearer");
                        response.setExpiresIn((int) granted.life().toSeconds());
                        return response;
                    });
                }
            });
        }

        @Override
        protected ClientCredentialsTokenRequestContext createTokenRequestContext(String scope) {
            return null; // not read by the endpoint client above
        }
    }
}
