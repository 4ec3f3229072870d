package dev.reactivetoken.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

class AuthorizationCodeGrantTest {

    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private static final URI REDIRECT = URI.create("https://client.example.com/cb");
    private static final TokenResponse WITHOUT_REFRESH_TOKEN =
            TokenResponse.of(AccessToken.bearer("at", Duration.ofHours(1)));
    private static final TokenResponse WITH_REFRESH_TOKEN =
            new TokenResponse(WITHOUT_REFRESH_TOKEN.accessToken(), Secret.of("rt"), null);

    private final Grant grant = Grant.authorizationCode(Secret.of("SplxlOBeZQQYbYS6WxSbIA"), REDIRECT, null);

    @Test
    void exchanges_the_code_then_uses_the_refresh_token() {
        assertThat(ask(grant, null).parameters()) // RFC 6749 section 4.1.3
                .containsExactly(
                        new Parameter("grant_type", "authorization_code"),
                        new Parameter("code", "SplxlOBeZQQYbYS6WxSbIA"),
                        new Parameter("redirect_uri", "https://client.example.com/cb"));
        assertThat(ask(grant, WITH_REFRESH_TOKEN).parameters())
                .containsExactly(new Parameter("grant_type", "refresh_token"), new Parameter("refresh_token", "rt"));
    }

    @Test
    void what_it_sends_can_be_spent_once() {
        assertThat(ask(grant, null).oneTime()).isTrue();
        assertThat(ask(grant, WITH_REFRESH_TOKEN).oneTime()).isTrue();
    }

    @Test
    void sends_the_code_verifier_of_pkce() {
        assertThat(ask(Grant.authorizationCode(Secret.of("c"), REDIRECT, Secret.of(VERIFIER)), null)
                        .parameters())
                .last()
                .isEqualTo(new Parameter("code_verifier", VERIFIER));
    }

    @Test
    void a_failed_exchange_does_not_spend_the_code() {
        assertThat(ask(grant, null)).isEqualTo(ask(grant, null));
    }

    @Test
    void a_spent_code_without_a_refresh_token_is_not_sent_again() {
        ask(grant, null);

        assertSignInAgain(grant, WITHOUT_REFRESH_TOKEN);
        assertSignInAgain(grant, null);
    }

    @Test
    void a_spent_code_is_not_sent_again_after_its_refresh_token_was_refused() {
        ask(grant, null);
        ask(grant, WITH_REFRESH_TOKEN);

        assertSignInAgain(grant, null);
        assertThat(ask(grant, WITH_REFRESH_TOKEN).grantType()).isEqualTo("refresh_token");
    }

    @Test
    void knows_through_wrappers_that_its_code_is_spent() {
        Grant wrapped = grant.audience("a").parameter("b", "c");
        ask(wrapped, WITH_REFRESH_TOKEN);

        assertSignInAgain(wrapped, null);
    }

    @Test
    void never_asks_for_scopes_which_belong_in_the_authorization_request() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> grant.scopes("read"))
                .withMessageContaining("AuthorizationRequest");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> grant.parameter("a", "b").scopes(List.of("read")));
        assertThat(grant.scopes(List.of())).isSameAs(grant);
        assertThat(ask(grant, null).scopes()).isEmpty();
        assertThat(ask(grant, WITH_REFRESH_TOKEN).scopes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cb", "https://client.example.com/cb#part"})
    void refuses_a_redirect_uri_that_is_not_absolute_or_has_a_fragment(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.authorizationCode(Secret.of("c"), URI.create(uri), null))
                .withMessageContaining("redirect URI");
    }

    @Test
    void refuses_a_code_verifier_that_is_none() {
        for (String verifier : List.of("v".repeat(42), "v".repeat(129), "+".repeat(43), "ü".repeat(43))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Grant.authorizationCode(Secret.of("c"), REDIRECT, Secret.of(verifier)))
                    .withMessageContaining("RFC 7636")
                    .withMessageNotContaining(verifier);
        }
        Grant.authorizationCode(Secret.of("c"), REDIRECT, Secret.of("~".repeat(128)));
    }

    @Test
    void prints_no_secret() {
        Grant withVerifier = Grant.authorizationCode(Secret.of("hush"), REDIRECT, Secret.of("hush" + VERIFIER));

        assertThat(withVerifier.toString()).contains("code_verifier").doesNotContain("hush");
    }

    private static void assertSignInAgain(Grant grant, @Nullable TokenResponse previous) {
        StepVerifier.create(grant.request(previous)).verifyErrorSatisfies(error -> {
            assertThat(error)
                    .isInstanceOf(TokenException.Refused.class)
                    .hasMessage("the authorization code was used; sign the user in again");
            assertThat(((TokenException.Refused) error).concernsClient()).isFalse();
        });
    }

    private static TokenRequest ask(Grant grant, @Nullable TokenResponse previous) {
        return grant.request(previous).blockOptional().orElseThrow();
    }
}
