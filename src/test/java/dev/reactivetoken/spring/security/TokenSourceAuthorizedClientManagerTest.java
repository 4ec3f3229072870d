package dev.reactivetoken.spring.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.bearer.Resource;
import dev.reactivetoken.bearer.Resource.Answer;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class TokenSourceAuthorizedClientManagerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "the-secret-of-orders";

    private final TokenServer server = TokenServer.builder()
            .client("orders-id", SECRET, "ess:account:read")
            .start();
    private final Map<String, ClientRegistration> registrations = new ConcurrentHashMap<>();
    private final Sinks.Empty<Void> lookUps = Sinks.empty(); // lookups wait for the first registration
    private final ReactiveClientRegistrationRepository repository =
            id -> lookUps.asMono().then(Mono.fromSupplier(() -> registrations.get(id)));
    private final TokenSourceAuthorizedClientManager manager = TokenSourceAuthorizedClientManager.of(repository)
            .customize((registration, builder) ->
                    builder.refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO)));
    private final ConnectionProvider pool = ConnectionProvider.builder("security")
            .maxConnections(200)
            .pendingAcquireMaxCount(-1)
            .build();

    @AfterEach
    void stop() {
        manager.close();
        pool.disposeLater().block(PATIENCE);
        server.close();
    }

    private ClientRegistration.Builder orders() {
        return ClientRegistration.withRegistrationId("orders")
                .clientId("orders-id")
                .clientSecret(SECRET)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scope("ess:account:read")
                .tokenUri(server.tokenUri().toString());
    }

    private void register(ClientRegistration registration) {
        lookUps.tryEmitEmpty();
        registrations.put(registration.getRegistrationId(), registration);
    }

    private Mono<OAuth2AuthorizedClient> authorize(String principal) {
        return manager.authorize(request(principal));
    }

    private static OAuth2AuthorizeRequest request(String principal) {
        return OAuth2AuthorizeRequest.withClientRegistrationId("orders")
                .principal(principal)
                .build();
    }

    /** Spring Security's own filter, as applications configure it. */
    private WebClient springsFilter() {
        var filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(manager);
        filter.setAuthorizationFailureHandler(manager);
        filter.setDefaultClientRegistrationId("orders");
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
                .filter(filter)
                .build();
    }

    private static Mono<Integer> get(WebClient client, Resource resource) {
        return client.get()
                .uri(resource.uri("/"))
                .exchangeToMono(response ->
                        response.releaseBody().thenReturn(response.statusCode().value()));
    }

    @Test
    void ten_thousand_calls_through_springs_filter_on_a_cold_token_need_one_token_request() throws Exception {
        registrations.put("orders", orders().build());
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            WebClient client = springsFilter();
            int many = 10_000;

            CompletableFuture<List<Integer>> calls = Flux.range(0, many)
                    .flatMap(each -> get(client, resource), many)
                    .collectList()
                    .toFuture();
            lookUps.tryEmitEmpty();
            List<Integer> statuses = calls.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(statuses).hasSize(many).containsOnly(200);
            assertThat(server.counts().tokenRequests()).isEqualTo(1);
            assertThat(resource.authorizations()).hasSize(many).doesNotContainNull();
            assertThat(resource.authorizations().stream().distinct()).hasSize(1);
        }
    }

    @Test
    void the_client_is_the_same_for_every_principal_while_the_token_is() {
        register(orders().build());

        OAuth2AuthorizedClient first = authorize("alice").block(PATIENCE);

        assertThat(authorize("bob").block(PATIENCE)).isSameAs(first);
        assertThat(first.getClientRegistration().getRegistrationId()).isEqualTo("orders");
        assertThat(first.getPrincipalName()).isEqualTo("orders-id");
        assertThat(first.getAccessToken().getTokenType()).isEqualTo(TokenType.BEARER);
        assertThat(first.getAccessToken().getScopes()).containsExactly("ess:account:read");
        assertThat(Duration.between(
                        first.getAccessToken().getIssuedAt(),
                        first.getAccessToken().getExpiresAt()))
                .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
    }

    @Test
    void a_token_that_a_resource_rejected_is_replaced_for_the_next_call() {
        register(orders().build());
        try (Resource resource = new Resource(seen -> Answer.unauthorized("Bearer error=\"invalid_token\""))) {
            WebClient client = springsFilter();

            get(client, resource).block(PATIENCE);
            get(client, resource).block(PATIENCE);

            assertThat(resource.authorizations().stream().distinct()).hasSize(2);
            assertThat(server.counts().tokenRequests()).isEqualTo(2);
        }
    }

    @Test
    void a_token_of_too_small_a_scope_is_kept() {
        register(orders().build());
        try (Resource resource = new Resource(seen -> new Answer(403, "Bearer error=\"insufficient_scope\"", null))) {
            WebClient client = springsFilter();

            get(client, resource).block(PATIENCE);
            get(client, resource).block(PATIENCE);

            assertThat(server.counts().tokenRequests()).isEqualTo(1);
        }
    }

    @Test
    void a_refusal_is_told_in_springs_words_without_secrets_and_nothing_is_sent() {
        register(orders().clientSecret("not-" + SECRET).build());
        try (Resource resource = new Resource(seen -> Answer.OK)) {

            ClientAuthorizationException thrown = catchThrowableOfType(
                    ClientAuthorizationException.class,
                    () -> get(springsFilter(), resource).block(PATIENCE));

            assertThat(thrown.getClientRegistrationId()).isEqualTo("orders");
            assertThat(thrown.getError().getErrorCode()).isEqualTo("invalid_client");
            assertThat(thrown).hasCauseInstanceOf(TokenException.Refused.class);
            assertThat(thrown.toString() + thrown.getError() + thrown.getCause())
                    .doesNotContain(SECRET);
            assertThat(resource.seen()).isEmpty();
        }
    }

    @Test
    void an_outage_is_temporarily_unavailable() {
        register(orders().build());
        server.fault(Fault.status(503), Integer.MAX_VALUE);

        assertThat(catchThrowableOfType(
                                ClientAuthorizationException.class,
                                () -> authorize("alice").block(PATIENCE))
                        .getError()
                        .getErrorCode())
                .isEqualTo("temporarily_unavailable");
    }

    @Test
    void a_secret_that_changes_in_the_repository_is_used_at_the_next_token_request() {
        register(orders().build());
        authorize("alice").block(PATIENCE);
        server.resetSecret("orders-id", "another-secret-of-orders");
        register(orders().clientSecret("another-secret-of-orders").build());

        manager.onAuthorizationFailure(invalidToken(), new TestingAuthenticationToken("alice", "none"), Map.of())
                .block(PATIENCE);

        assertThat(authorize("alice").block(PATIENCE)).isNotNull();
        assertThat(server.counts().tokenRequests()).isEqualTo(2);
    }

    private static ClientAuthorizationException invalidToken() {
        return new ClientAuthorizationException(new OAuth2Error("invalid_token"), "orders");
    }

    @Test
    void an_unknown_registration_is_an_error_not_a_bare_request() {
        lookUps.tryEmitEmpty();

        assertThatThrownBy(() -> authorize("alice").block(PATIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'orders'");
    }

    private ClientRegistration login() {
        return orders().authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri("https://app.example.com/back")
                .authorizationUri("https://login.example.com/")
                .build();
    }

    @Test
    void the_token_of_a_user_is_not_shared_but_left_to_the_other_manager() {
        register(login());

        assertThatThrownBy(() -> authorize("alice").block(PATIENCE)).hasMessageContaining("authorization_code");

        OAuth2AuthorizedClient users = new OAuth2AuthorizedClient(
                login(), "alice", new OAuth2AccessToken(TokenType.BEARER, "of-alice", null, null));
        try (var both = manager.orElse(request -> Mono.just(users))) {
            assertThat(both.authorize(request("alice")).block(PATIENCE)).isSameAs(users);
        }
    }

    @Test
    void a_context_that_closes_ends_the_sources() {
        register(orders().build());
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(
                    TokenSourceAuthorizedClientManager.class, () -> TokenSourceAuthorizedClientManager.of(repository));
            context.refresh();
            var bean = context.getBean(TokenSourceAuthorizedClientManager.class);
            bean.authorize(request("alice")).block(PATIENCE);

            context.close();

            assertThatThrownBy(() -> bean.authorize(request("alice")).block(PATIENCE))
                    .hasCauseInstanceOf(TokenException.Unavailable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"client_secret_basic,true", "client_secret_basic_raw,true", "client_secret_post,false", "none,false"})
    void a_registration_says_how_its_client_authenticates(String method, boolean inHeader) {
        List<TokenRequest> sent = new ArrayList<>();
        ClientRegistration registration = orders().clientAuthenticationMethod(new ClientAuthenticationMethod(method))
                .build();
        try (ReactiveTokenSource tokens = ClientRegistrationSource.builder(registration)
                .endpoint(request -> {
                    sent.add(request);
                    return Mono.just(TokenResponse.of(AccessToken.bearer("t", Duration.ofHours(1))));
                })
                .build()) {
            tokens.token().block(PATIENCE);
        }

        TokenRequest request = sent.get(0);
        assertThat(request.scopes()).containsExactly("ess:account:read");
        assertThat(request.headers()).hasSize(inHeader ? 1 : 0);
        List<String> form = request.parameters().stream().map(Parameter::name).toList();
        assertThat(form.contains("client_id")).isEqualTo(!inHeader);
        assertThat(form.contains("client_secret")).isEqualTo(method.equals("client_secret_post"));
    }

    @Test
    void a_client_that_lacks_its_secret_is_an_error() {
        ClientRegistration registration = orders().clientSecret("").build();

        assertThatThrownBy(() -> ClientRegistrationSource.builder(registration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'orders' has no client secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"private_key_jwt", "client_secret_jwt", "tls_client_auth"})
    void a_method_that_is_not_known_is_an_error_that_says_what_to_do(String method) {
        var registration = orders().clientAuthenticationMethod(new ClientAuthenticationMethod(method))
                .build();

        assertThatThrownBy(() -> ClientRegistrationSource.builder(registration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'orders'")
                .hasMessageContaining(method)
                .hasMessageContaining("authentication(")
                .message()
                .doesNotContain(SECRET);
    }
}
