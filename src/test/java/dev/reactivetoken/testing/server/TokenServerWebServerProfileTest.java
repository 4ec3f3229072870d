package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TokenServerWebServerProfileTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "00000000000000000000000000000000";
    private static final String SECRET = "ffffffffffffffff0000000000000000";
    private static final String BACK = "https://app.example/back?from=echo";
    private static final String ASK =
            "/oauth2/authorize?response_type=code&client_id=" + ID + "&redirect_uri=" + Http.encode(BACK);
    // RFC 7636, appendix B
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE =
            "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final FakeTime time = new FakeTime();
    private final TokenServer server = start(true);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void signs_the_user_in_and_redirects_with_a_code_that_is_exchanged_for_tokens() {
        HttpResponse<String> there = Http.get(server.uri(ASK + "&state=a%26b&scope=accounts_read"));
        assertThat(there.statusCode()).isEqualTo(302);
        String location = there.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(BACK + "&code=").endsWith("&state=a%26b");

        HttpResponse<String> answer = exchange(codeOf(location), BACK, "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .matches("\\{\"access_token\":\"[^\"]+\",\"expires_in\":\"3600\",\"refresh_token\":\"[^\"]+\"}");
    }

    @Test
    void a_code_can_be_used_once() {
        String code = code("");
        assertThat(exchange(code, BACK, "").statusCode()).isEqualTo(200);
        refused(exchange(code, BACK, ""));
    }

    @Test
    void a_code_expires_after_a_minute() {
        String code = code("");
        time.pass(Duration.ofMinutes(1));
        refused(exchange(code, BACK, ""));
    }

    @Test
    void a_code_needs_its_redirect_uri_its_client_and_its_verifier() {
        refused(exchange(code(""), "https://app.example/other", ""));
        refused(ask(OTHER, "authorization_code&redirect_uri=" + Http.encode(BACK) + "&code=" + code("")));
        refused(exchange(code(CHALLENGE), BACK, ""));
        refused(exchange(code(CHALLENGE), BACK, "&code_verifier=" + VERIFIER + "x"));
        refused(exchange(code(""), BACK, "&code_verifier=" + VERIFIER));
        assertThat(exchange(code(CHALLENGE), BACK, "&code_verifier=" + VERIFIER).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/authorize?response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fback%3Ffrom%3Decho",
                "/oauth2/authorize?response_type=code&client_id=x&redirect_uri=https%3A%2F%2Fapp.example%2Fback%3Ffrom%3Decho",
                "/oauth2/authorize?response_type=code&client_id=" + ID + "&redirect_uri=https%3A%2F%2Fevil.example",
                "/oauth2/authorize?response_type=code&client_id=" + ID
            })
    void does_not_redirect_to_an_unregistered_uri(String path) {
        HttpResponse<String> answer = Http.get(server.uri(path));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "response_type=token, unsupported_response_type",
        "response_type=code&scope=everything, invalid_scope",
        "response_type=code&code_challenge=abc, invalid_request"
    })
    void sends_other_errors_to_the_redirect_uri(String query, String error) {
        String path = "/oauth2/authorize?client_id=" + ID + "&redirect_uri=" + Http.encode(BACK) + "&state=7&" + query;
        assertThat(Http.get(server.uri(path)).headers().firstValue("Location"))
                .hasValue(BACK + "&error=" + error + "&state=7");
    }

    @Test
    void a_refresh_token_is_used_once_and_answered_with_its_successor() {
        String first = Http.member(exchange(code(""), BACK, "").body(), "refresh_token");
        String second = Http.member(refresh(server, first, "").body(), "refresh_token");
        assertThat(second).isNotEqualTo(first);
        refused(refresh(server, first, ""));
        assertThat(refresh(server, second, "").statusCode()).isEqualTo(200);
    }

    @Test
    void a_refresh_token_that_is_not_rotated_keeps_working() {
        try (TokenServer still = start(false)) {
            String code = codeOf(
                    Http.get(still.uri(ASK)).headers().firstValue("Location").orElseThrow());
            String body = "authorization_code&redirect_uri=" + Http.encode(BACK) + "&code=" + code;
            String token = Http.member(ask(still, ID, body).body(), "refresh_token");
            for (int i = 0; i < 3; i++) {
                assertThat(refresh(still, token, "").body())
                        .doesNotContain("refresh_token")
                        .contains("access_token");
            }
        }
    }

    @Test
    void a_refresh_may_narrow_the_scope_but_not_widen_it() {
        String code = code("&scope=accounts_read%2Bcomputers_read");
        String token = Http.member(exchange(code, BACK, "").body(), "refresh_token");
        assertThat(Http.member(refresh(server, token, "&scope=partners_read").body(), "error"))
                .isEqualTo("invalid_scope");
        String narrow =
                Http.member(refresh(server, token, "&scope=accounts_read").body(), "access_token");
        assertThat(read("accounts", narrow)).isEqualTo(200);
        assertThat(read("computers", narrow)).isEqualTo(401);
    }

    @Test
    void refresh_tokens_outlive_access_tokens_until_they_are_revoked() {
        String token = Http.member(exchange(code(""), BACK, "").body(), "refresh_token");
        server.revokeAll();
        String next = Http.member(refresh(server, token, "").body(), "refresh_token");
        server.revokeRefreshTokens();
        refused(refresh(server, next, ""));
    }

    private TokenServer start(boolean rotate) {
        return TokenServer.builder()
                .profile(Profile.ECHOPLATFORM)
                .client(ID, SECRET, "accounts_read", "computers_read", "partners_read")
                .client(OTHER, SECRET, "accounts_read")
                .redirectUri(URI.create(BACK), URI.create("https://app.example/other"))
                .rotateRefreshTokens(rotate)
                .clock(time)
                .start();
    }

    private String code(String more) {
        return codeOf(Http.get(server.uri(ASK + more))
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    private static String codeOf(String location) {
        return location.replaceFirst(".*[?&]code=([^&]*).*", "$1");
    }

    private HttpResponse<String> exchange(String code, String redirectUri, String more) {
        return ask(ID, "authorization_code&code=" + code + "&redirect_uri=" + Http.encode(redirectUri) + more);
    }

    private static HttpResponse<String> refresh(TokenServer at, String token, String more) {
        return ask(at, ID, "refresh_token&refresh_token=" + token + more);
    }

    private HttpResponse<String> ask(String id, String grant) {
        return ask(server, id, grant);
    }

    private static HttpResponse<String> ask(TokenServer at, String id, String grant) {
        String body = "client_id=" + id + "&client_secret=" + SECRET + "&grant_type=" + grant;
        return Http.form(at.tokenUri(), body, "Accept", "application/json");
    }

    private int read(String collection, String token) {
        return Http.get(server.uri("/v1/" + collection), "Authorization", "OAuth " + token)
                .statusCode();
    }

    private static void refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.member(answer.body(), "error")).isEqualTo("invalid_grant");
    }
}
