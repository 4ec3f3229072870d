package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import java.time.Duration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ClientCredentialsReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The reactive manager for use outside of a request. Its clock skew, a minute by default, is a fifth of the token's life
 * here; from then on it treats the token as expired. Its pool lets any number of requests wait for a connection, where
 * the default pool would fail them.
 */
public final class SpringSubject implements Subject {

    private static final String ID = "benchmark";

    private final OAuth2AuthorizeRequest request =
            OAuth2AuthorizeRequest.withClientRegistrationId(ID).principal(ID).build();
    private final ReactiveOAuth2AuthorizedClientService service;
    private final AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager manager;
    private final Mono<OAuth2AuthorizedClient> token;

    public SpringSubject(Endpoint endpoint) {
        var registrations = new InMemoryReactiveClientRegistrationRepository(registration(endpoint));
        service = new InMemoryReactiveOAuth2AuthorizedClientService(registrations);
        var provider = new ClientCredentialsReactiveOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(responseClient());
        provider.setClockSkew(Duration.ofNanos((long) (endpoint.life().toNanos() * AHEAD)));
        manager = new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(registrations, service);
        manager.setAuthorizedClientProvider(provider);
        token = Mono.defer(() -> manager.authorize(request));
    }

    public static ClientRegistration registration(Endpoint endpoint) {
        return ClientRegistration.withRegistrationId(ID)
                .clientId("client")
                .clientSecret("secret")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .tokenUri(endpoint.uri("/token").toString())
                .build();
    }

    public static WebClientReactiveClientCredentialsTokenResponseClient responseClient() {
        var client = new WebClientReactiveClientCredentialsTokenResponseClient();
        client.setWebClient(WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(BareFetch.POOL)))
                .build());
        return client;
    }

    public ReactiveOAuth2AuthorizedClientManager manager() {
        return manager;
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        token.subscribe(subscriber);
    }

    @Override
    public void reject(Object token) {
        service.removeAuthorizedClient(ID, ID).subscribe();
    }
}
