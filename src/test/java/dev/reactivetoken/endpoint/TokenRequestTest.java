package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {

    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials");

    @Test
    void is_made_step_by_step_and_prints_no_values() {
        TokenRequest request = REQUEST.withScopes(List.of("read"))
                .parameter("client_id", "s3cret-id")
                .header("Authorization", "Basic s3cret")
                .withCredential(Secret.of("s3cret"))
                .withEndpoint(URI.create("https://idp.example/token?key=hush"))
                .withOneTime()
                .withHint("try this");

        assertThat(request.grantType()).isEqualTo("client_credentials");
        assertThat(request.hint()).isEqualTo("try this");
        assertThat(request.endpoint()).hasPath("/token");
        assertThat(request.oneTime()).isTrue();
        assertThat(REQUEST.oneTime()).isFalse();
        assertThat(request).hasToString("TokenRequest[grant_type, client_id, headers=[Authorization], scopes=[read]]");
        assertThat(request.parameters().get(1)).hasToString("client_id");
        assertThat(REQUEST.parameters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3 cr/t", "s3+cr%2Ft", "s3%20cr%2Ft", "s3+cr%2ft", "s3%20cr%2ft"})
    void a_parameter_given_as_a_secret_is_redacted_in_clear_and_encoded(String echo) {
        assertThat(REQUEST.parameter("any", Secret.of("s3 cr/t")).redact("a " + echo + " b"))
                .isEqualTo("a **** b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic bWU6czNjcmV0LzE=", "bWU6czNjcmV0LzE=", "bWU6czNjcmV0LzE%3D", "me:s3cret/1", "s3cret%2F1"})
    void of_a_header_given_as_a_secret_each_part_is_redacted_that_proves_something(String echo) {
        TokenRequest request = REQUEST.header("Authorization", Secret.of("Basic bWU6czNjcmV0LzE="));

        assertThat(request.redact("a " + echo + " b")).isEqualTo("a **** b");
        assertThat(request.redact("Basic me")).isEqualTo("Basic me");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic %%%", "Basic bWU6", "DPoP a.b.c", "key"})
    void a_secret_header_of_any_form_is_redacted_whole(String value) {
        assertThat(REQUEST.header("X", Secret.of(value)).redact("a " + value + "!"))
                .isEqualTo("a ****!");
    }

    @Test
    void the_credential_is_redacted_and_what_was_given_as_a_string_is_not() {
        TokenRequest request = REQUEST.withCredential(Secret.of("s3cret"))
                .parameter("code", "public-code")
                .header("X-Tenant", "tenant-of-many-characters");

        assertThat(request.redact("public-code s3cret tenant-of-many-characters"))
                .isEqualTo("public-code **** tenant-of-many-characters");
    }

    @Test
    void redacts_the_longer_of_two_secrets_first() {
        TokenRequest request =
                REQUEST.parameter("code", Secret.of("abc")).parameter("code_verifier", Secret.of("xabcx"));

        assertThat(request.redact("xabcx abc")).isEqualTo("**** ****");
    }

    @Test
    void knows_whether_the_credential_changed() {
        TokenRequest one = REQUEST.withCredential(Secret.of("1"));

        assertThat(one.sameCredentialAs(REQUEST.parameter("nonce", "2").withCredential(Secret.of("1"))))
                .isTrue();
        assertThat(one.sameCredentialAs(REQUEST.withCredential(Secret.of("2")))).isFalse();
        assertThat(one.sameCredentialAs(REQUEST)).isFalse();
        assertThat(REQUEST.sameCredentialAs(TokenRequest.of("client_credentials")))
                .isTrue();
        assertThat(REQUEST.sameCredentialAs(REQUEST.parameter("client_id", "x")))
                .isFalse();
        assertThat(TokenRequest.of("x").parameter("grant_type", "y").grantType())
                .isEqualTo("x");
    }
}
