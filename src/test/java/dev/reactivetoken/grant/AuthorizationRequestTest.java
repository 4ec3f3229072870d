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
    void sendsTheUserAwayAndMakesTheGrantOfTheAnswer() {
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
    void theChallengeIsThatOfTheRfc() { // RFC 7636 appendix B
        assertThat(Pkce.challenge(Secret.of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void eachSignInHasItsOwnStateAndVerifierOf256Bits() {
        Set<String> values = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            AuthorizationRequest request = AuthorizationRequest.of(ENDPOINT, "id", REDIRECT);
            values.add(request.state().reveal());
            values.add(Objects.requireNonNull(request.codeVerifier()).reveal());
        }

        assertThat(values).hasSize(200).allMatch(value -> value.matches("[A-Za-z0-9_-]{43}"));
    }

    @Test
    void aChangedCopyKeepsStateAndVerifierAndLeavesTheOriginal() {
        AuthorizationRequest copy = signIn.scopes("other").dialect(Dialect.STANDARD.withScopeDelimiter("+"));

        assertThat(copy.state()).isEqualTo(signIn.state());
        assertThat(copy.codeVerifier()).isEqualTo(signIn.codeVerifier());
        assertThat(signIn.uri().getRawQuery()).contains("scope=read%20write&");
    }

    @Test
    void pkceCanBeLeftOut() {
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
    void joinsScopesAsTheServerSplitsThem() {
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
    void keepsTheQueryOfTheEndpoint() {
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
    void refusesAnEndpointThatIsNotSafe(String endpoint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.of(URI.create(endpoint), "id", REDIRECT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/auth", "http://127.0.0.1/auth", "http://[::1]:1/auth"})
    void allowsPlainHttpOnThisMachine(String endpoint) {
        assertThat(AuthorizationRequest.of(URI.create(endpoint), "id", REDIRECT)
                        .uri()
                        .toString())
                .startsWith(endpoint);
    }

    @Test
    void refusesAnEmptyIdAndARelativeRedirect() {
        assertThatIllegalArgumentException().isThrownBy(() -> AuthorizationRequest.of(ENDPOINT, "", REDIRECT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AuthorizationRequest.of(ENDPOINT, "id", URI.create("/cb")));
    }

    @Test
    void believesNothingWithoutTheState() {
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
    void tellsTheErrorThatTheServerSentBack() {
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(
                        () -> signIn.grant(answer("error=access_denied&error_description=The+user%0Asaid%20no&state="
                                + signIn.state().reveal() + "&code=c")))
                .withMessage("the user's sign-in was refused (access_denied \"The user?said no\")")
                .satisfies(refused -> assertThat(refused.error()).isEqualTo("access_denied"));
    }

    @Test
    void boundsWhatTheServerSays() {
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
    void refusesAnAnswerWithoutACodeOrWithTwo() {
        String state = "state=" + signIn.state().reveal();

        assertRefused(state, "neither a code nor an error");
        assertRefused("code=&" + state, "neither a code nor an error");
        assertRefused("code=hush&code=hush2&" + state, "twice");
        assertRefused(state + "&code=c&" + state, "twice");
    }

    @Test
    void refusesAnAnswerThatIsNotEncodedProperly() {
        assertRefused("code=%FFhush&a=1&a", "state");
        assertThatExceptionOfType(TokenException.Refused.class)
                .isThrownBy(() ->
                        AuthorizationAnswer.of(URI.create("?a=1&&b&=c&d=e=f")).codeFor(signIn.state()))
                .withMessageContaining("state");
    }

    @Test
    void printsNoSecret() {
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
