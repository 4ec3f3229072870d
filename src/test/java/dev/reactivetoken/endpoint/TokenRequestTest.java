package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.token.Secret;
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
                .withHint("try this");

        assertThat(request.grantType()).isEqualTo("client_credentials");
        assertThat(request.hint()).isEqualTo("try this");
        assertThat(request).hasToString("TokenRequest[grant_type, client_id, headers=[Authorization], scopes=[read]]");
        assertThat(request.parameters().get(1)).hasToString("client_id");
        assertThat(REQUEST.parameters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_secret",
                "client_assertion",
                "code",
                "code_verifier",
                "refresh_token",
                "assertion",
                "password"
            })
    void redacts_what_is_confidential_in_clear_and_encoded(String name) {
        assertThat(REQUEST.parameter(name, "s3 cr/t").redact("a s3 cr/t b s3+cr%2Ft c"))
                .isEqualTo("a **** b **** c");
    }

    @Test
    void redacts_credential_and_headers_but_not_what_everybody_may_know() {
        TokenRequest request = REQUEST.withCredential(Secret.of("s3cret"))
                .parameter("client_id", "me")
                .parameter("code", "")
                .header("Authorization", "Basic bWU6czNjcmV0")
                .header("X-Tenant", "7");

        assertThat(request.redact("me s3cret bWU6czNjcmV0 7")).isEqualTo("me **** **** 7");
    }

    @Test
    void redacts_the_longer_of_two_secrets_first() {
        TokenRequest request = REQUEST.parameter("code", "abc").parameter("code_verifier", "xabcx");

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
