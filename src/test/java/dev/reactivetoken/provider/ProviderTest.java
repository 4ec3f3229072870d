package dev.reactivetoken.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class ProviderTest {

    private static final URI TOKEN = URI.create("https://id.example/token?tenant=1");

    private final Provider provider = Provider.of("example", TOKEN);

    @Test
    void a_standard_server_takes_client_credentials_over_basic() {
        assertThat(provider.tokenUri()).isEqualTo(TOKEN);
        assertThat(provider.dialect()).isEqualTo(Dialect.STANDARD);
        assertThat(provider.resourceOrigins()).isEmpty();
        StepVerifier.create(provider.grant().request(null))
                .expectNext(TokenRequest.of("client_credentials"))
                .verifyComplete();
        assertThat(provider.authentication().apply(CredentialSource.fixed("id", Secret.of("hush"))))
                .hasToString("ClientAuthentication.basic");
    }

    @Test
    void each_part_can_be_changed_in_a_copy() {
        Grant grant = Grant.none();
        URI local = URI.create("http://localhost:9090/token");
        Dialect dialect = Dialect.STANDARD.withScheme("OAuth");
        Set<URI> origins = Set.of(URI.create("https://api.example"));

        Provider changed = provider.withTokenUri(local)
                .withDialect(dialect)
                .withGrant(grant)
                .withAuthentication(ClientAuthentication::post)
                .withResourceOrigins(origins);

        assertThat(changed.name()).isEqualTo("example");
        assertThat(changed.tokenUri()).isEqualTo(local);
        assertThat(changed.dialect()).isEqualTo(dialect);
        assertThat(changed.grant()).isSameAs(grant);
        assertThat(changed.authentication().apply(CredentialSource.fixed("id", Secret.of("hush"))))
                .hasToString("ClientAuthentication.post");
        assertThat(changed.resourceOrigins()).isEqualTo(origins);
        assertThat(provider.tokenUri()).isEqualTo(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "urn:token", "https://id.example/token#x", "https://id:hush@id.example/token"})
    void refuses_a_token_uri_that_is_none(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Provider.of("example", URI.create(uri)))
                .withMessageContaining("example")
                .withMessageNotContaining("hush");
        assertThatIllegalArgumentException().isThrownBy(() -> provider.withTokenUri(URI.create(uri)));
    }

    @Test
    void refuses_an_empty_name() {
        assertThatIllegalArgumentException().isThrownBy(() -> Provider.of("", TOKEN));
    }

    @Test
    void prints_its_name_and_address() {
        assertThat(provider).hasToString("Provider[example, https://id.example/token]");
    }
}
