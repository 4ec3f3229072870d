package dev.reactivetoken.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reactivetoken.token.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationMethodTest {

    private static final CredentialSource CREDENTIAL = CredentialSource.fixed("id", Secret.of("hush"));

    @ParameterizedTest
    @CsvSource({
        "client_secret_basic,basic,ClientAuthentication.basic",
        "client_secret_basic_raw,basic-raw,ClientAuthentication.basicRaw",
        "client_secret_post,post,ClientAuthentication.post"
    })
    void a_method_has_the_name_of_iana_and_a_short_one(String name, String shortName, String made) {
        AuthenticationMethod method = AuthenticationMethod.of(name);

        assertThat(method).hasToString(name).isSameAs(AuthenticationMethod.of(shortName));
        assertThat(method.hasSecret()).isTrue();
        assertThat(method.with(CREDENTIAL)).hasToString(made);
    }

    @Test
    void a_public_client_has_no_secret() {
        AuthenticationMethod none = AuthenticationMethod.of("none");

        assertThat(none.hasSecret()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.with(CREDENTIAL))
                .withMessageContaining("ClientAuthentication.none");
    }

    @Test
    void the_names_told_are_those_of_iana_and_our_own() {
        assertThat(AuthenticationMethod.names())
                .containsExactly("client_secret_basic", "client_secret_basic_raw", "client_secret_post", "none");
    }

    @Test
    void an_unknown_method_is_told_with_the_nearest_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthenticationMethod.of("client_secret_jwt"))
                .withMessageContaining("unknown client authentication method")
                .withMessageContaining("did you mean client_secret_post?");
    }
}
