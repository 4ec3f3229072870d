package dev.reactivetoken.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class ClientAuthenticationTest {

    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials");
    private static final List<Function<CredentialSource, ClientAuthentication>> METHODS =
            List.of(ClientAuthentication::basic, ClientAuthentication::basicRaw, ClientAuthentication::post);

    @Test
    void basic_puts_the_client_into_the_authorization_header() { // the example of RFC 6749 section 2.3.1
        TokenRequest signed = sign(ClientAuthentication.basic(client("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw")));

        assertThat(signed.headers())
                .containsExactly(entry("Authorization", "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"));
        assertThat(signed.parameters()).isEqualTo(REQUEST.parameters());
        assertThat(signed.hint()).isNull();
    }

    @Test
    void post_puts_the_client_into_the_body_and_nowhere_else() { // the example of RFC 6749 section 2.3.1
        TokenRequest signed = sign(ClientAuthentication.post(client("s6BhdRkqt3", "7Fjfp0ZBr1KtDRbnfVdmIw")));

        assertThat(signed.parameters())
                .containsExactly(
                        new Parameter("grant_type", "client_credentials"),
                        new Parameter("client_id", "s6BhdRkqt3"),
                        new Parameter("client_secret", "7Fjfp0ZBr1KtDRbnfVdmIw"));
        assertThat(signed.headers()).isEmpty();
        assertThat(signed.hint()).isNull();
    }

    @Test
    void a_public_client_says_its_id_alone() {
        TokenRequest signed = sign(ClientAuthentication.none("s6BhdRkqt3"));

        assertThat(signed.parameters()).last().isEqualTo(new Parameter("client_id", "s6BhdRkqt3"));
        assertThat(signed.headers()).isEmpty();
        assertThat(signed.credential()).isNull();
    }

    @Test
    void basic_form_encodes_as_in_appendix_b_of_the_rfc() {
        String text = " %&+£€";

        assertThat(pairOf(sign(ClientAuthentication.basic(client(text, text)))))
                .isEqualTo("+%25%26%2B%C2%A3%E2%82%AC:+%25%26%2B%C2%A3%E2%82%AC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client:with+special/%", "ü", "a blank", "€\"'\\&=?#", "~*-._"})
    void special_characters_arrive_at_a_server_that_decodes(String text) {
        String[] pair = pairOf(sign(ClientAuthentication.basic(client(text, text + ":2"))))
                .split(":", -1);

        assertThat(pair).hasSize(2);
        assertThat(URLDecoder.decode(pair[0], StandardCharsets.UTF_8)).isEqualTo(text);
        assertThat(URLDecoder.decode(pair[1], StandardCharsets.UTF_8)).isEqualTo(text + ":2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with+special/%", "ü", "a blank", ":colon:"})
    void raw_basic_sends_a_secret_as_it_is(String secret) {
        assertThat(pairOf(sign(ClientAuthentication.basicRaw(client("id", secret)))))
                .isEqualTo("id:" + secret);
    }

    @Test
    void raw_basic_cannot_carry_an_id_with_a_colon() {
        StepVerifier.create(ClientAuthentication.basicRaw(client("a:b", "hush")).authenticate(REQUEST))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TokenException.Unavailable.class)
                        .hasMessageContaining("colon")
                        .hasMessageNotContaining("hush"));
    }

    @Test
    void hints_at_the_other_way_only_where_it_would_make_a_difference() {
        assertThat(sign(ClientAuthentication.basic(client("id", "a+b"))).hint()).contains("basicRaw");
        assertThat(sign(ClientAuthentication.basic(client("a:b", "hush"))).hint())
                .contains("basicRaw");
        assertThat(sign(ClientAuthentication.basicRaw(client("id", "a+b"))).hint())
                .contains("ClientAuthentication.basic")
                .doesNotContain("a+b");
        assertThat(sign(ClientAuthentication.basicRaw(client("id", "ab"))).hint())
                .isNull();
    }

    @Test
    void names_the_secret_so_that_it_is_redacted_where_a_server_echoes_it() {
        for (Function<CredentialSource, ClientAuthentication> method : METHODS) {
            TokenRequest signed = sign(method.apply(client("id", "hush hush")));

            assertThat(signed.credential()).isEqualTo(Secret.of("hush hush"));
            assertThat(signed.redact("wrong: hush hush")).isEqualTo("wrong: ****");
        }
        TokenRequest basic = sign(ClientAuthentication.basic(client("id", "hush")));
        assertThat(basic.redact("got " + basic.headers())).startsWith("got").doesNotContain("aWQ6aHVzaA==");
    }

    @Test
    void a_change_of_the_secret_or_the_id_is_noticed() {
        for (Function<CredentialSource, ClientAuthentication> method : METHODS) {
            TokenRequest before = sign(method.apply(client("id", "hush")));

            assertThat(before.sameCredentialAs(sign(method.apply(client("id", "hush")))))
                    .isTrue();
            assertThat(before.sameCredentialAs(sign(method.apply(client("id", "loud")))))
                    .isFalse();
            assertThat(before.sameCredentialAs(sign(method.apply(client("other", "hush")))))
                    .isFalse();
        }
    }

    @Test
    void asks_for_the_credential_at_every_subscription() {
        for (Function<CredentialSource, ClientAuthentication> method : METHODS) {
            AtomicInteger asked = new AtomicInteger();
            Mono<TokenRequest> request = method.apply(
                            () -> Mono.just(new ClientCredential("id", Secret.of("secret" + asked.incrementAndGet()))))
                    .authenticate(REQUEST);

            assertThat(asked).hasValue(0);
            StepVerifier.create(request.map(TokenRequest::credential))
                    .expectNext(Secret.of("secret1"))
                    .verifyComplete();
            StepVerifier.create(request.map(TokenRequest::credential))
                    .expectNext(Secret.of("secret2"))
                    .verifyComplete();
        }
    }

    @Test
    void a_source_that_is_empty_or_throws_becomes_an_error_signal() {
        StepVerifier.create(ClientAuthentication.post(Mono::empty).authenticate(REQUEST))
                .verifyError(TokenException.Unavailable.class);
        StepVerifier.create(ClientAuthentication.post(() -> {
                            throw new IllegalStateException("vault");
                        })
                        .authenticate(REQUEST))
                .verifyErrorMessage("vault");
    }

    @Test
    void one_request_is_never_authenticated_by_two_methods() {
        for (Function<CredentialSource, ClientAuthentication> first : METHODS) {
            TokenRequest signed = sign(first.apply(client("id", "hush")));
            for (Function<CredentialSource, ClientAuthentication> second : METHODS) {
                StepVerifier.create(second.apply(client("id", "hush")).authenticate(signed))
                        .verifyError(IllegalStateException.class);
            }
            StepVerifier.create(ClientAuthentication.none("id").authenticate(signed))
                    .verifyError(IllegalStateException.class);
        }
    }

    @Test
    void prints_no_secret() {
        for (Function<CredentialSource, ClientAuthentication> method : METHODS) {
            ClientAuthentication authentication = method.apply(client("id", "hush"));
            assertThat(authentication.toString()).startsWith("ClientAuthentication.");
            assertThat(sign(authentication).toString()).doesNotContain("hush").doesNotContain("aWQ6aHVzaA==");
        }
        assertThat(new ClientCredential("id", Secret.of("hush")))
                .hasToString("ClientCredential[clientId=id, clientSecret=****]");
        assertThat(client("id", "hush").toString()).contains("id").doesNotContain("hush");
    }

    @Test
    void refuses_an_empty_id() {
        assertThatIllegalArgumentException().isThrownBy(() -> client("", "hush"));
        assertThatIllegalArgumentException().isThrownBy(() -> ClientAuthentication.none(""));
    }

    private static CredentialSource client(String id, String secret) {
        return CredentialSource.fixed(id, Secret.of(secret));
    }

    private static TokenRequest sign(ClientAuthentication authentication) {
        return authentication.authenticate(REQUEST).blockOptional().orElseThrow();
    }

    private static String pairOf(TokenRequest request) {
        String header = String.valueOf(request.headers().get("Authorization"));
        assertThat(header).startsWith("Basic ");
        return new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    }
}
