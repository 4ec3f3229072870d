package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.testing.server.Profile;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

class ClientGrantTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "fedcba9876543210fedcba9876543210";

    private static TokenRequest request(String... properties) {
        Map<String, String> map = new HashMap<>(Map.of("x.client-id", "id"));
        for (int i = 0; i < properties.length; i += 2) {
            map.put("x." + properties[i], properties[i + 1]);
        }
        ClientProperties client = new Binder(new MapConfigurationPropertySource(map))
                .bind("x", ClientProperties.class)
                .get();
        return new ClientGrant(client, new PropertyPath("x"))
                .of(Grant.none())
                .request(null)
                .block(Duration.ofSeconds(1));
    }

    private static List<String> parameters(TokenRequest request) {
        return request.parameters().stream()
                .map(each -> each.name() + "=" + each.value())
                .toList();
    }

    @Test
    void is_the_providers_unless_the_properties_name_another() {
        assertThat(parameters(request())).containsExactly("grant_type=none");
        assertThat(parameters(request("grant", "client_credentials"))).containsExactly("grant_type=client_credentials");
        assertThat(parameters(request("grant", "refresh-token", "refresh-token", "hush")))
                .containsExactly("grant_type=refresh_token", "refresh_token=hush");
    }

    @Test
    void has_every_parameter_of_the_properties() {
        assertThat(parameters(request(
                        "audience", "api",
                        "resource[0]", "https://one.example.com",
                        "resource[1]", "https://two.example.com",
                        "parameters.tenant", "acme")))
                .containsExactly(
                        "grant_type=none",
                        "audience=api",
                        "resource=https://one.example.com",
                        "resource=https://two.example.com",
                        "tenant=acme");
    }

    private ApplicationContextRunner echoplatform(TokenServer server) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ReactiveTokenAutoConfiguration.class))
                .withPropertyValues(
                        "reactive-token.clients.backup.provider=echoplatform-uk",
                        "reactive-token.clients.backup.token-uri=" + server.tokenUri(),
                        "reactive-token.clients.backup.client-id=" + ID,
                        "reactive-token.clients.backup.client-secret=" + SECRET);
    }

    @Test
    void echoplatform_is_asked_in_its_own_dialect() {
        try (TokenServer server = TokenServer.builder()
                .profile(Profile.ECHOPLATFORM)
                .client(ID, SECRET, "accounts_read", "computers_read")
                .start()) {
            echoplatform(server)
                    .withPropertyValues("reactive-token.clients.backup.scopes=accounts_read,computers_read")
                    .run(made -> StepVerifier.create(
                                    made.getBean(ReactiveTokenSource.class).token())
                            .assertNext(
                                    token -> assertThat(token.authorization()).startsWith("OAuth "))
                            .expectComplete()
                            .verify(Duration.ofSeconds(20)));
        }
    }

    @Test
    void a_refresh_token_of_echoplatform_is_sent_without_scopes() {
        try (TokenServer server = TokenServer.builder()
                .profile(Profile.ECHOPLATFORM)
                .client(ID, SECRET, "accounts_read")
                .start()) {
            echoplatform(server)
                    .withPropertyValues(
                            "reactive-token.clients.backup.grant=refresh_token",
                            "reactive-token.clients.backup.refresh-token=revoked")
                    .run(made -> StepVerifier.create(
                                    made.getBean(ReactiveTokenSource.class).token())
                            .expectErrorSatisfies(error -> assertThat(error)
                                    .isInstanceOf(TokenException.Refused.class)
                                    .hasMessageContaining("invalid_grant")
                                    .hasMessageNotContaining("revoked"))
                            .verify(Duration.ofSeconds(20)));
        }
    }
}
