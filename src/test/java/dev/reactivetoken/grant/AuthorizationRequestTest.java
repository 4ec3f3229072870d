package dev.reactivetoken.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationRequestTest {

    private static final URI ENDPOINT = URI.create("https://server.example.com/authorize");
    private static final URI REDIRECT = URI.create("https://client.example.com/cb");

    private final AuthorizationRequest signIn =
            AuthorizationRequest.of(ENDPOINT, "s6BhdRkqt3", REDIRECT).scopes("read", "write");

    @Test
    void sends_the_user_away_and_makes_the_grant_of_the_answer() {
        String state = signIn.state().reveal();
        String verifier = Objects.requireNonNull(signIn.codeVerifier()).reveal();

        assertThat(signIn.uri())
                .hasToString("https://server.example.com/authorize?response_type=code&client_id=s6BhdRkqt3"
                        + "&redirect_uri=https%3A%2F%2Fclient.example.com%2Fcb&scope=read%20write&state=" + state
                        + "&code_challenge=" + Pkce.challenge(Secret.of(verifier)) + "&code_challenge_method=S256");

        Grant grant = signIn.grant(answer("code=Splx%2FlOBe+ZQ&state=" + state));

        assertThat(grant.request(null).blockOptional().orElseThrow().parameters())
                .containsExactly(
                        new Parameter("grant_type", "authorization_code"),
                        new Parameter("code", "Splx/lOBe ZQ"),
                        new Parameter("redirect_uri", "https://client.example.com/cb"),
                        new Parameter("code_verifier", verifier));
    }

    @Test
    void the_challenge_is_that_of_the_rfc() { // RFC 7636 appendix B
        assertThat(Pkce.challenge(Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void each_sign_in_has_its_own_state_and_verifier_of256_bits() {
        Set<String> values = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            AuthorizationRequest request = AuthorizationRequest.of(ENDPOINT, "id", REDIRECT);
            values.add(request.state().reveal());
            values.add(Objects.requireNonNull(request.codeVerifier()).reveal());
        }

        assertThat(values).hasSize(200).allMatch(value -> value.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void a_changed_copy_keeps_state_and_verifier_and_leaves_the_original() {
        AuthorizationRequest copy = signIn.scopes("other").dialect(Dialect.STANDARD.withScopeDelimiter("+"));

        assertThat(copy.state()).isEqualTo(signIn.state());
        assertThat(copy.codeVerifier()).isEqualTo(signIn.codeVerifier());
        assertThat(signIn.uri().getRawQuery()).contains("scope=read%20write&");
    }

    @Test
    void pkce_can_be_left_out() {
        AuthorizationRequest plain = signIn.withoutPkce();

        assertThat(plain.uri().getRawQuery()).doesNotContain("code_challenge");
        assertThat(plain.codeVerifier()).isNull();
        assertThat(plain.grant(answer("code=c&state=" + plain.state().reveal()))
                        .request(null)
                        .blockOptional()
                        .orElseThrow()
                        .parameters())
                .hasSize(3);
    }

    @Test
    void joins_scopes_as_the_server_splits_them() {
        Dialect plus = Dialect.STANDARD.withScopeDelimiter("+");

        assertThat(signIn.dialect(plus).uri().getRawQuery()).contains("scope=read%2Bwrite&");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signIn.dialect(plus).scopes("a+b").uri())
                .withMessageContaining("'a+b'");
        assertThat(signIn.scopes("a+b").uri().getRawQuery()).contains("scope=a%2Bb&");
        assertThat(signIn.scopes().uri().getRawQuery()).doesNotContain("scope");
        assertThatIllegalArgumentException().isThrownBy(() -> signIn.scopes("two words"));
    }

    @Test
    void keeps_the_query_of_the_endpoint() {
        assertThat(AuthorizationRequest.of(URI.create("https://a.example/auth?tenant=1"), "i d&", REDIRECT)
                        .uri()
                        .getRawQuery())
                .startsWith("tenant=1&response_type=code&client_id=i%20d%26&");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/auth",
                "http://127.evil.example/auth",
                "ftp://localhost/",
                "https://a.example/auth#x",
                "/auth"
            })
    void refuses_an_endpoint_that_is_not_safe(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.of(URI.create(endpoint), "id", REDIRECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/auth", "http://127.0.0.1/auth", "http://[::1]:1/auth"})
    void allows_plain_http_on_this_machine(String endpoint) {
        assertThat(AuthorizationRequest.of(URI.create(endpoint), "id", REDIRECT)
                        .uri()
                        .toString())
                .startsWith(endpoint);
    }

    @Test
    void refuses_an_empty_id_and_a_relative_redirect() {
        assertThatIllegalArgumentException().isThrownBy(() -> AuthorizationRequest.of(ENDPOINT, "", REDIRECT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.of(ENDPOINT, "id", URI.create("/cb")));
    }

    @Test
    void believes_nothing_without_the_state() {
        for (String query : List.of(
                "code=c",
                "code=c&state=",
                "code=c&state=other",
                "code=c&state=" + signIn.state().reveal() + "x",
                "error=access_denied&error_description=lies",
                "error=access_denied&state=other")) {
            assertThatExceptionOfType(TokenException.Refused.class)
                    .isThrownBy(() -> signIn.grant(answer(query)))
                    .withMessageContaining("its state is not the one of this sign-in")
                    .withMessageNotContaining("lies")
                    .withMessageNotContaining(signIn.state().reveal());
        }
        assertThatExceptionOfType(TokenException.Refused.class).isThrownBy(() -> signIn.grant(REDIRECT));
    }

    @Test
    void tells_the_error_that_the_server_sent_back() {
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(
                        () -> signIn.grant(answer("error=access_denied&error_description=The+user%0Asaid%20no&state="
                                + signIn.state().reveal() + "&code=c")))
                .withMessage("the user's sign-in was refused (access_denied \"The user?said no\")")
                .satisfies(refused -> assertThat(refused.error()).isEqualTo("access_denied"));
    }

    @Test
    void bounds_what_the_server_says() {
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(() -> signIn.grant(answer("error=" + "e".repeat(5000) + "&error_description="
                        + "d".repeat(5000) + "&state=" + signIn.state().reveal())))
                .satisfies(refused -> {
                    assertThat(refused.error()).isEqualTo("e".repeat(200) + "…");
                    assertThat(refused.errorDescription()).isEqualTo("d".repeat(200) + "…");
                });
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(() -> signIn.grant(answer(
                        "error=" + "e".repeat(200) + "&state=" + signIn.state().reveal())))
                .satisfies(refused -> {
                    assertThat(refused.error()).isEqualTo("e".repeat(200));
                    assertThat(refused.errorDescription()).isNull();
                });
    }

    @Test
    void refuses_an_answer_without_a_code_or_with_two() {
        String state = "state=" + signIn.state().reveal();

        assertRefused(state, "neither a code nor an error");
        assertRefused("code=&" + state, "neither a code nor an error");
        assertRefused("code=hush&code=hush2&" + state, "twice");
        assertRefused(state + "&code=c&" + state, "twice");
    }

    @Test
    void refuses_an_answer_that_is_not_encoded_properly() {
        assertRefused("code=%FFhush&a=1&a", "state");
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(() ->
                        AuthorizationResponse.of(URI.create("?a=1&&b&=c&d=e=f")).codeFor(signIn.state()))
                .withMessageContaining("state");
    }

    @Test
    void prints_no_secret() {
        assertThat(signIn.toString())
                .contains("s6BhdRkqt3", "PKCE")
                .doesNotContain(signIn.state().reveal())
                .doesNotContain(Objects.requireNonNull(signIn.codeVerifier()).reveal());
    }

    private void assertRefused(String query, String why) {
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(() -> signIn.grant(answer(query)))
                .withMessageContaining(why)
                .withMessageNotContaining("hush")
                .withMessageNotContaining(signIn.state().reveal());
    }

    private static URI answer(String query) {
        return URI.create(REDIRECT + "?" + query);
    }
}
