package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TokenServerEchoTest {

    private static final String ID = "0123456789abcdef0123456789ABCDEF";
    private static final String SECRET = "ffffffffffffffff0000000000000000";
    private static final String CLIENT = "client_id=" + ID + "&client_secret=" + SECRET;
    private static final String GOOD = CLIENT + "&grant_type=none&scope=accounts_read%2Bcomputers_read";

    private final FakeTime time = new FakeTime();
    private final TokenServer server = TokenServer.builder()
            .profile(Profile.ECHOPLATFORM)
            .client(ID, SECRET, "accounts_read", "accounts_write", "computers_read")
            .clock(time)
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answers_grant_none_with_a_token_and_a_lifetime_as_text_and_nothing_else() {
        HttpResponse<String> answer = ask(GOOD);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).matches("\\{\"access_token\":\"[^\"]+\",\"expires_in\":\"3600\"}");
        assertThat(server.tokenUri().getPath()).isEqualTo("/oauth2/token");
    }

    @ParameterizedTest
    @CsvSource({
        "'" + CLIENT + "&grant_type=client_credentials&scope=accounts_read', unsupported_grant_type",
        "'" + CLIENT + "&scope=accounts_read', invalid_request",
        "'" + CLIENT + "&grant_type=none', invalid_scope",
        "'" + CLIENT + "&grant_type=none&scope=accounts_read+computers_read', invalid_scope",
        "'" + CLIENT + "&grant_type=none&scope=accounts_read%20computers_read', invalid_scope",
        "'" + CLIENT + "&grant_type=none&scope=accounts_read%2B', invalid_scope",
        "'" + CLIENT + "&grant_type=none&scope=partners_read', invalid_scope",
        "'client_id=" + ID + "&client_secret=" + ID + "&grant_type=none&scope=accounts_read', invalid_client",
        "'client_id=x&client_secret=" + SECRET + "&grant_type=none&scope=accounts_read', invalid_client",
        "'client_id=" + ID + "&grant_type=none&scope=accounts_read', invalid_request",
        "'" + GOOD + "&scope=accounts_read', invalid_request",
        "'" + CLIENT + "&grant_type=refresh_token&refresh_token=x', invalid_grant",
        "'" + CLIENT + "&grant_type=authorization_code&code=x&redirect_uri=y', invalid_grant",
    })
    void refuses_everything_else_with_400(String body, String error) {
        HttpResponse<String> answer = ask(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.member(answer.body(), "error")).isEqualTo(error);
    }

    @Test
    void refuses_the_client_in_the_header() {
        HttpResponse<String> answer = Http.form(
                server.tokenUri(),
                "grant_type=none&scope=accounts_read",
                "Accept",
                "application/json",
                "Authorization",
                Http.basic(ID, SECRET));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Http.member(answer.body(), "error")).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "'text/html, Application/JSON; q=0.5', 200",
        "*/*, 406",
        "application/*, 406",
        "text/html, 406"
    })
    void wants_to_be_asked_for_json(String accept, int status) {
        assertThat(Http.form(server.tokenUri(), GOOD, "Accept", accept).statusCode())
                .isEqualTo(status);
    }

    @Test
    void wants_to_be_asked_for_json_by_name() {
        assertThat(Http.form(server.tokenUri(), GOOD).statusCode()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcdef0"})
    void registers_hexadecimal_numbers_only(String wrong) {
        assertThatIllegalArgumentException().isThrownBy(() -> server.register(wrong, SECRET));
        assertThatIllegalArgumentException().isThrownBy(() -> server.register(ID, wrong));
        assertThatIllegalArgumentException().isThrownBy(() -> server.resetSecret(ID, wrong));
        assertThat(server.resetSecret(ID)).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /v1/accounts, 200",
        "GET,  /v1/accounts/5, 200",
        "GET,  /v1/anything, 200",
        "GET,  /v1/computers, 200",
        "POST, /v1/accounts, 401",
        "GET,  /v1/partners, 401",
        "GET,  /v2/accounts, 404"
    })
    void resources_check_their_scope(String method, String path, int status) {
        HttpResponse<String> answer = call(method, path, "OAuth " + token());
        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 401) {
            assertThat(challenge(answer)).isEqualTo("OAuth realm=\"ECHOplatform\", error=\"insufficient_scope\"");
        }
    }

    @Test
    void a_refusal_of_a_resource_names_its_cause() {
        String token = token();
        assertThat(challenge(call("GET", "/v1/accounts", "Bearer " + token)))
                .isEqualTo("OAuth realm=\"ECHOplatform\", error=\"invalid_token\"");
        assertThat(challenge(call("GET", "/v1/accounts", "OAuth x" + token))).contains("\"invalid_token\"");

        time.pass(Duration.ofHours(1));
        assertThat(challenge(call("GET", "/v1/accounts", "OAuth " + token))).contains("\"expired_token\"");
        server.revokeAll();
        assertThat(challenge(call("GET", "/v1/accounts", "OAuth " + token))).contains("\"invalid_token\"");
    }

    private String token() {
        return Http.member(ask(GOOD).body(), "access_token");
    }

    private HttpResponse<String> ask(String body) {
        return Http.form(server.tokenUri(), body, "Accept", "application/json");
    }

    private HttpResponse<String> call(String method, String path, String authorization) {
        return Http.send(method, server.uri(path), "", "Authorization", authorization);
    }

    private static String challenge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(401);
        return answer.headers().firstValue("WWW-Authenticate").orElseThrow();
    }
}
