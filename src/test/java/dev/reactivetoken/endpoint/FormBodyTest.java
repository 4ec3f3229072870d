package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.token.TokenException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials");

    @Test
    void writes_parameters_in_their_order_and_the_scopes_last() {
        assertThat(form(REQUEST.parameter("resource", "https://a.example/?x=1&y=ü z")
                        .parameter("resource", "b")
                        .withScopes(List.of("read", "a:write"))))
                .isEqualTo("grant_type=client_credentials"
                        + "&resource=https%3A%2F%2Fa.example%2F%3Fx%3D1%26y%3D%C3%BC+z&resource=b"
                        + "&scope=read+a%3Awrite");
    }

    @Test
    void leaves_the_scope_out_when_none_is_asked_for() {
        assertThat(form(REQUEST)).isEqualTo("grant_type=client_credentials");
    }

    @Test
    void sends_nothing_without_a_scope_where_one_is_required() {
        Dialect dialect = Dialect.STANDARD.withScopeRequired(true);

        assertThat(dialect.lacksScope(List.of())).isTrue();
        assertThat(dialect.lacksScope(List.of("a"))).isFalse();
        assertThat(Dialect.STANDARD.lacksScope(List.of())).isFalse();
        assertThatThrownBy(() -> form(REQUEST, dialect))
                .isInstanceOf(TokenException.Unavailable.class)
                .hasMessageContaining("scopes(…)");
    }

    @Test
    void sends_the_plus_sign_between_echoplatform_scopes_encoded() {
        TokenRequest request = TokenRequest.of("none").withScopes(List.of("accounts_read", "accounts_write"));

        assertThat(form(request, Dialect.STANDARD.withScopeDelimiter("+")))
                .isEqualTo("grant_type=none&scope=accounts_read%2Baccounts_write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "a\tb", "\u007f", "ü", "a\r\nb"})
    void refuses_a_scope_that_is_not_one(String scope) {
        assertThatThrownBy(() -> form(REQUEST.withScopes(List.of("read", scope))))
                .isInstanceOf(TokenException.Unavailable.class)
                .hasMessageContaining("RFC 6749 section 3.3")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void refuses_a_scope_that_holds_the_delimiter() {
        assertThatThrownBy(() -> form(REQUEST.withScopes(List.of("a+b")), Dialect.STANDARD.withScopeDelimiter("+")))
                .isInstanceOf(TokenException.Unavailable.class)
                .hasMessageContaining("'a+b'");
        assertThat(form(REQUEST.withScopes(List.of("a+b")))).endsWith("scope=a%2Bb");
    }

    @Test
    void takes_every_character_that_the_rfc_allows() {
        assertThat(form(REQUEST.withScopes(List.of("!#[]~")))).endsWith("scope=%21%23%5B%5D%7E");
    }

    private static String form(TokenRequest request) {
        return form(request, Dialect.STANDARD);
    }

    private static String form(TokenRequest request, Dialect dialect) {
        return new String(FormBody.encode(request, dialect), StandardCharsets.UTF_8);
    }
}
