package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException.Refused;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import reactor.core.publisher.Flux;

/** Against Spring Authorization Server, a server that follows the RFCs to the letter, over real sockets. */
class SpringAuthorizationServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SPECIAL = "client:with+special/%";

    private static ServletWebServerApplicationContext server;
    private static URI tokenUri;

    @BeforeAll
    static void start() {
        server = (ServletWebServerApplicationContext) new SpringApplicationBuilder(AuthorizationServer.class)
                .properties(Map.of(
                        // this one is a servlet application; the gateway's tests have theirs
                        "spring.cloud.gateway.server.webflux.enabled", "false",
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "logging.level.root", "warn"))
                .run();
        tokenUri = URI.create("http://127.0.0.1:" + server.getWebServer().getPort() + "/oauth2/token");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static TokenSourceBuilder as(ClientAuthentication authentication) {
        return ReactiveTokenSource.builder()
                .tokenUri(tokenUri)
                .authentication(authentication)
                .scopes("read", "write");
    }

    private static CredentialSource credential(String id, String secret) {
        return CredentialSource.fixed(id, Secret.of(secret));
    }

    static Stream<Arguments> goodClients() {
        return Stream.of(
                Arguments.of("basic", ClientAuthentication.basic(credential("basic", "basic-secret"))),
                Arguments.of("post", ClientAuthentication.post(credential("post", "post-secret"))),
                Arguments.of("special characters by basic", ClientAuthentication.basic(credential(SPECIAL, SPECIAL))),
                Arguments.of("special characters by post", ClientAuthentication.post(credential(SPECIAL, SPECIAL))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodClients")
    void a_client_gets_a_token_with_the_scopes_and_the_life_that_the_server_gives(
            String name, ClientAuthentication authentication) {
        try (ReactiveTokenSource source = as(authentication).build()) {
            AccessToken token = source.token().block(PATIENCE);

            assertThat(token.scheme()).isEqualTo("Bearer");
            assertThat(token.scopes()).containsExactlyInAnyOrder("read", "write");
            assertThat(token.lifetime()).isBetween(Duration.ofSeconds(298), Duration.ofSeconds(300));
        }
    }

    @Test
    void a_wrong_secret_is_refused() {
        try (ReactiveTokenSource source =
                as(ClientAuthentication.basic(credential("basic", "wrong"))).build()) {
            assertThatThrownBy(() -> source.token().block(PATIENCE)).isInstanceOfSatisfying(Refused.class, refused -> {
                assertThat(refused.error()).isEqualTo("invalid_client");
                assertThat(refused.concernsClient()).isTrue();
                assertThat(refused.nextAttempt()).isNotNull();
            });
        }
    }

    @Test
    void special_characters_sent_raw_are_refused_with_a_hint_at_the_other_way() {
        try (ReactiveTokenSource source =
                as(ClientAuthentication.basicRaw(credential("plus", "a+b"))).build()) {
            assertThatThrownBy(() -> source.token().block(PATIENCE))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("ClientAuthentication.basic");
        }
    }

    @Test
    void a_wrong_scope_is_refused() {
        try (ReactiveTokenSource source = as(ClientAuthentication.basic(credential("basic", "basic-secret")))
                .scopes("admin")
                .build()) {
            assertThatThrownBy(() -> source.token().block(PATIENCE))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.error()).isEqualTo("invalid_scope"));
        }
    }

    @Test
    void tokens_of_five_seconds_are_renewed_without_anybody_waiting_for_it() {
        Set<String> tokens = ConcurrentHashMap.newKeySet();
        try (ReactiveTokenSource source = as(ClientAuthentication.basic(credential("short", "short-secret")))
                .build()) {
            Flux.interval(Duration.ofMillis(20))
                    .take(Duration.ofSeconds(11))
                    .flatMap(tick -> source.token())
                    .doOnNext(token ->
                            assertThat(token.isExpired(TokenClock.system())).isFalse())
                    .doOnNext(token -> tokens.add(token.value()))
                    .blockLast(PATIENCE);
        }
        assertThat(tokens).hasSizeBetween(2, 4);
    }

    @Configuration
    @EnableAutoConfiguration
    static class AuthorizationServer {

        @Bean
        @SuppressWarnings("deprecation")
        NoOpPasswordEncoder plainSecrets() {
            return (NoOpPasswordEncoder) NoOpPasswordEncoder.getInstance();
        }

        @Bean
        RegisteredClientRepository clients() {
            return new InMemoryRegisteredClientRepository(
                    client("basic", "basic-secret", Duration.ofMinutes(5)),
                    client("post", "post-secret", Duration.ofMinutes(5)),
                    client("short", "short-secret", Duration.ofSeconds(5)),
                    client("plus", "a+b", Duration.ofMinutes(5)),
                    client(SPECIAL, SPECIAL, Duration.ofMinutes(5)));
        }

        private static RegisteredClient client(String id, String secret, Duration life) {
            return RegisteredClient.withId(UUID.randomUUID().toString())
                    .clientId(id)
                    .clientSecret(secret)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .scope("read")
                    .scope("write")
                    .tokenSettings(
                            TokenSettings.builder().accessTokenTimeToLive(life).build())
                    .build();
        }
    }
}
