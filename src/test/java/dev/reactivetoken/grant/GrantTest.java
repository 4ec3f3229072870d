package dev.reactivetoken.grant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class GrantTest {

    private static final TokenResponse WITHOUT_REFRESH_TOKEN =
            TokenResponse.of(AccessToken.bearer("at", Duration.ofHours(1)));
    private static final TokenResponse WITH_REFRESH_TOKEN =
            new TokenResponse(WITHOUT_REFRESH_TOKEN.accessToken(), Secret.of("newest"), null);

    @Test
    void client_credentials_with_scopes_and_an_audience() {
        Grant grant = Grant.clientCredentials().scopes("read", "write").audience("https://api.example");

        TokenRequest request = ask(grant, null);

        assertThat(request.parameters())
                .containsExactly(
                        new Parameter("grant_type", "client_credentials"),
                        new Parameter("audience", "https://api.example"));
        assertThat(request.scopes()).containsExactly("read", "write");
    }

    @Test
    void client_credentials_and_none_ignore_a_refresh_token() {
        assertThat(ask(Grant.clientCredentials(), WITH_REFRESH_TOKEN)).isEqualTo(TokenRequest.of("client_credentials"));
        assertThat(ask(Grant.none(), WITH_REFRESH_TOKEN)).isEqualTo(TokenRequest.of("none"));
    }

    @Test
    void a_refresh_token_can_be_spent_once() {
        assertThat(ask(Grant.refreshToken(Secret.of("r")), null).oneTime()).isTrue();
        assertThat(ask(Grant.clientCredentials(), null).oneTime()).isFalse();
    }

    @Test
    void a_refresh_token_is_followed_by_the_newest_one() {
        Grant grant = Grant.refreshToken(Secret.of("first"));

        assertThat(refreshTokenIn(ask(grant, null))).isEqualTo("first");
        assertThat(refreshTokenIn(ask(grant, WITHOUT_REFRESH_TOKEN))).isEqualTo("first");
        assertThat(refreshTokenIn(ask(grant, WITH_REFRESH_TOKEN))).isEqualTo("newest");
        assertThat(refreshTokenIn(ask(grant, null))).isEqualTo("first");
        assertThat(ask(grant, null).scopes()).isEmpty();
    }

    @Test
    void a_resource_may_be_named_twice() {
        TokenRequest request = ask(
                Grant.clientCredentials()
                        .resource(URI.create("https://a.example/"))
                        .resource(URI.create("urn:example:b")),
                null);

        assertThat(request.parameters())
                .endsWith(new Parameter("resource", "https://a.example/"), new Parameter("resource", "urn:example:b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "/path", "https://a.example/#part", "https://a.example/#"})
    void a_resource_is_absolute_and_has_no_fragment(String resource) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.clientCredentials().resource(URI.create(resource)))
                .withMessageContaining("resource");
    }

    @Test
    void a_wrapper_leaves_the_grant_as_it_was() {
        Grant plain = Grant.refreshToken(Secret.of("first"));
        Grant wrapped = plain.parameter("a", "1");

        wrapped.parameter("b", "2").scopes("read");
        plain.scopes("write");

        assertThat(ask(plain, null).parameters()).hasSize(2);
        assertThat(ask(wrapped, null).parameters()).hasSize(3).last().isEqualTo(new Parameter("a", "1"));
        assertThat(ask(wrapped, null).scopes()).isEmpty();
    }

    @Test
    void wrappers_pass_the_previous_answer_on() {
        Grant grant = Grant.refreshToken(Secret.of("first")).scopes("read").parameter("a", "1");

        assertThat(refreshTokenIn(ask(grant, WITH_REFRESH_TOKEN))).isEqualTo("newest");
    }

    @Test
    void the_last_scopes_count_wherever_they_were_named() {
        Grant grant =
                Grant.clientCredentials().scopes("old").parameter("a", "1").scopes("new");

        assertThat(ask(grant, null).scopes()).containsExactly("new");
        assertThat(ask(grant, null).parameters()).hasSize(2);
        assertThat(ask(grant.scopes(), null).scopes()).isEmpty();
    }

    @Test
    void scopes_are_a_set_in_the_order_given() {
        assertThat(ask(Grant.none().scopes(List.of("b", "a", "b", "B")), null).scopes())
                .containsExactly("b", "a", "B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "#", "[", "]", "~", "ess:account:read", "https://a.example/.default", "a+b"})
    void takes_every_scope_of_the_rfc(String scope) {
        assertThat(ask(Grant.clientCredentials().scopes(scope), null).scopes()).containsExactly(scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "\"", "\\", "ü", "a\n", "\u007F", "\t"})
    void refuses_what_is_no_scope(String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.clientCredentials().scopes("fine", scope))
                .withMessageContaining("RFC 6749 section 3.3");
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type,choose the Grant",
        "scope,Grant.scopes",
        "client_id,ClientAuthentication",
        "client_secret,ClientAuthentication",
        "client_assertion,ClientAuthentication",
        "client_assertion_type,ClientAuthentication",
        "code,Grant.authorizationCode",
        "redirect_uri,Grant.authorizationCode",
        "code_verifier,Grant.authorizationCode",
        "refresh_token,Grant.refreshToken",
        "response_type,AuthorizationRequest",
        "state,AuthorizationRequest",
        "code_challenge,AuthorizationRequest",
        "code_challenge_method,AuthorizationRequest",
        "assertion,write a Grant",
        "subject_token,write a Grant",
        "actor_token,write a Grant",
        "device_code,write a Grant",
        "username,password grant",
        "password,password grant",
        "PASSWORD,password grant"
    })
    void refuses_a_reserved_name_at_once_and_says_what_to_use_instead(String name, String instead) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.clientCredentials().parameter(name, "hush"))
                .withMessageContaining(name)
                .withMessageContaining(instead)
                .withMessageNotContaining("hush");
    }

    @Test
    void a_parameter_given_as_a_secret_is_sent_and_redacted() {
        Grant grant = Grant.clientCredentials().parameter("api_key", Secret.of("hush"));
        TokenRequest request = ask(grant, null);

        assertThat(request.parameters().get(1).value()).isEqualTo("hush");
        assertThat(request.redact("no hush")).isEqualTo("no ****");
        assertThat(grant.toString()).doesNotContain("hush");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.none().parameter("client_secret", Secret.of("hush")))
                .withMessageContaining("ClientAuthentication");
    }

    @Test
    void refuses_a_parameter_without_name_or_value() {
        assertThatIllegalArgumentException().isThrownBy(() -> Grant.none().parameter("", "hush"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Grant.none().parameter("tenant", ""))
                .withMessageContaining("tenant");
    }

    @Test
    void a_lambda_is_a_grant_too() {
        Grant grant = previous -> Mono.just(TokenRequest.of("urn:x").parameter("assertion", Secret.of("hush")));

        TokenRequest request = ask(grant.scopes("read").audience("b"), null);

        assertThat(request.grantType()).isEqualTo("urn:x");
        assertThat(request.scopes()).containsExactly("read");
        assertThat(request.parameters()).hasSize(3);
    }

    @Test
    void prints_no_secret_and_no_value() {
        Grant grant = Grant.refreshToken(Secret.of("hush"))
                .parameter("tenant", "hush")
                .scopes("read");

        assertThat(grant.toString()).contains("tenant", "read", "****").doesNotContain("hush");
        assertThat(ask(grant, null).toString()).doesNotContain("hush");
    }

    private static TokenRequest ask(Grant grant, @Nullable TokenResponse previous) {
        return grant.request(previous).blockOptional().orElseThrow();
    }

    private static String refreshTokenIn(TokenRequest request) {
        assertThat(request.grantType()).isEqualTo("refresh_token");
        return request.parameters().get(1).value();
    }
}
