package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.ResponseHeaders;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final URI ENDPOINT = URI.create("https://idp.example:8443/oauth2/token?tenant=7");
    private static final Moment SENT = new Moment(1_000, 2_000);
    private static final TokenRequest REQUEST =
            TokenRequest.of("client_credentials").withScopes(List.of("read", "write"));
    private static final Dialect ECHO =
            Dialect.STANDARD.withScopeDelimiter("+").withTokenTypeOptional(true).withScheme("OAuth");

    @Test
    void reads_the_answer_of_the_rfc() {
        TokenResponse answer = read("""
                {"access_token":"2YotnFZFEjr1zCsicMWpAA", "token_type":"example", "expires_in":3600,
                 "refresh_token":"tGzv3JOkF0XG5Qx2TlKWIA", "id_token":"e30.e30.", "example_parameter":"example_value",
                 "scope":"read"}""".replace("\"example\"", "\"bearer\""));

        assertThat(answer.accessToken().authorization()).isEqualTo("Bearer 2YotnFZFEjr1zCsicMWpAA");
        assertThat(answer.accessToken().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(answer.accessToken().scopes()).containsExactly("read");
        assertThat(answer.accessToken().issuedAt().toEpochMilli()).isEqualTo(1_000);
        assertThat(answer.refreshToken()).isEqualTo(Secret.of("tGzv3JOkF0XG5Qx2TlKWIA"));
        assertThat(answer.idToken()).isEqualTo(Secret.of("e30.e30."));
        assertThat(answer.extras()).containsOnly(Map.entry("example_parameter", "example_value"));
    }

    @Test
    void reads_the_answer_of_echoplatform() {
        TokenResponse answer = read(ECHO, 200, headers(), "{\"access_token\":\"t\",\"expires_in\":\"3600\"}");

        assertThat(answer.accessToken().authorization()).isEqualTo("OAuth t");
        assertThat(answer.accessToken().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(answer.accessToken().scopes()).containsExactly("read", "write");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    3600                  | PT1H
                    "3600"                | PT1H
                    " 3600 "              | PT1H
                    3599.9999             | PT59M59.999S
                    "0.5"                 | PT0.5S
                    0.0009                | PT0S
                    1e-400                | PT0S
                    1e-999999999          | PT0S
                    3.6e3                 | PT1H
                    0                     | PT0S
                    "0"                   | PT0S
                    -1                    | PT0S
                    "-3600"               | PT0S
                    -9223372036854775808  | PT0S
                    -1e999999999          | PT0S
                    null                  | PT5M
                    ""                    | PT5M
                    315359999.9999        | PT87599H59M59.999S
                    315360000             | PT87600H
                    315360001             | PT87600H
                    9223372036854775807   | PT87600H
                    "9223372036854775808" | PT87600H
                    1e300                 | PT87600H
                    1e999999999           | PT87600H
                    """)
    void reads_any_number_as_a_lifetime(String expiresIn, Duration lifetime) {
        assertThat(read("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":" + expiresIn + "}")
                        .accessToken()
                        .lifetime())
                .isEqualTo(lifetime);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 1000})
    void reads_very_many_digits_as_the_longest_lifetime(int digits) {
        for (String quote : List.of("", "\"")) {
            assertThat(read("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":" + quote
                                    + "9".repeat(digits) + quote + "}")
                            .accessToken()
                            .lifetime())
                    .isEqualTo(AccessToken.MAX_LIFETIME);
        }
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("", "is empty"),
                arguments(" \r\n", "is empty"),
                arguments("<html></html>", "is not one JSON object"),
                arguments("null", "is not one JSON object"),
                arguments("\"s3cret\"", "is not one JSON object"),
                arguments("[]", "is not one JSON object"),
                arguments("{", "is not one JSON object"),
                arguments("{\"access_token\":\"s3cret", "is not one JSON object"),
                arguments(ok("") + "x", "is not one JSON object"),
                arguments(ok("") + ok(""), "is not one JSON object"),
                arguments(ok(",\"access_token\":\"s3cret2\""), "is not one JSON object"),
                arguments(ok(",\"x\":1,\"x\":null"), "is not one JSON object"),
                arguments(ok(",\"x\":{\"y\":1,\"y\":2}"), "is not one JSON object"),
                arguments(ok(",\"x\":" + "[".repeat(32) + "]".repeat(32)), "is not one JSON object"),
                arguments(ok(",\"x\":" + "9".repeat(1001)), "is not one JSON object"),
                arguments(ok(",\"x\":NaN"), "is not one JSON object"),
                arguments(ok(",\"x\":'a'"), "is not one JSON object"),
                arguments("{\"token_type\":\"Bearer\"}", "has no access_token"),
                arguments("{\"access_token\":null,\"token_type\":\"Bearer\"}", "has no access_token"),
                arguments("{\"access_token\":\"\",\"token_type\":\"Bearer\"}", "has no access_token"),
                arguments("{\"access_token\":123,\"token_type\":\"Bearer\"}", "access_token that is not a string"),
                arguments("{\"access_token\":{},\"token_type\":\"Bearer\"}", "access_token that is not a string"),
                arguments(token("s3cret\\r\\nX-Evil: 1"), "cannot stand in a header"),
                arguments(token("s3cret 2"), "cannot stand in a header"),
                arguments(token("s3cret\\u0000"), "cannot stand in a header"),
                arguments(token("s3cretü"), "cannot stand in a header"),
                arguments("{\"access_token\":\"s3cret\"}", "has no token_type"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":\"\"}", "has no token_type"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":true}", "token_type that is not a string"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":\"mac\"}", "token_type 'mac', not Bearer"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":\"DPoP\"}", "token_type 'DPoP', not Bearer"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":\"N_A\"}", "token_type 'N_A', not Bearer"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":\"OAuth\"}", "token_type 'OAuth', not Bearer"),
                arguments("{\"access_token\":\"s3cret\",\"token_type\":\"a\\nb\"}", "token_type 'a\\u000ab', not"),
                arguments(ok(",\"expires_in\":\"soon\""), "expires_in that is not a number"),
                arguments(ok(",\"expires_in\":true"), "expires_in that is not a number"),
                arguments(ok(",\"expires_in\":{}"), "expires_in that is not a number"),
                arguments(ok(",\"expires_in\":[3600]"), "expires_in that is not a number"),
                arguments(ok(",\"expires_in\":\"0x10\""), "expires_in that is not a number"),
                arguments(ok(",\"expires_in\":\"1e99999999999\""), "expires_in that is not a number"),
                arguments(ok(",\"expires_in\":\"" + "9".repeat(1001) + "\""), "expires_in that is not a number"),
                arguments(ok(",\"scope\":7"), "scope that is not a string"),
                arguments(ok(",\"scope\":{}"), "scope that is not a string"),
                arguments(ok(",\"refresh_token\":7"), "refresh_token that is not a string"),
                arguments(ok(",\"id_token\":{}"), "id_token that is not a string"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refuses_what_it_cannot_trust_and_says_why(String body, String why) {
        TokenException failure = failure(200, headers(), body);

        assertThat(failure)
                .isInstanceOf(Malformed.class)
                .hasMessageStartingWith("the answer of https://idp.example:8443 ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
        assertThat(failure.status()).isEqualTo(200);
        assertThat(failure.isTransient()).isTrue();
    }

    @Test
    void names_a_content_type_only_when_the_answer_cannot_be_read() {
        HttpHeaders plain = headers("Content-Type", "text/plain");

        assertThat(read(Dialect.STANDARD, 200, plain, ok("")).accessToken().value())
                .isEqualTo("s3cret");
        assertThat(failure(200, headers("Content-Type", "text/html\u0007"), "<html>"))
                .hasMessage("the answer of https://idp.example:8443 is not one JSON object"
                        + " (its Content-Type is text/html\\u0007) (200)");
        assertThat(failure(200, plain, null)).hasMessageContaining("is larger than 64 KiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER"})
    void compares_the_token_type_without_case(String type) {
        assertThat(read("{\"access_token\":\"t\",\"token_type\":\"" + type + "\"}")
                        .accessToken()
                        .authorization())
                .isEqualTo("Bearer t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"oauth", "OAuth", "bearer"})
    void takes_the_scheme_of_its_dialect_for_a_token_type_too(String type) {
        assertThat(read(ECHO, 200, headers(), "{\"access_token\":\"t\",\"token_type\":\"" + type + "\"}")
                        .accessToken()
                        .authorization())
                .isEqualTo("OAuth t");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "write read"           | write,read
                    "read"                 | read
                    "  read \\t read  x "  | read,x
                    ["a","b:c"]            | a,b:c
                    "a+b"                  | a+b
                    ""                     | read,write
                    " "                    | read,write
                    null                   | read,write
                    []                     | read,write
                    """)
    void reads_the_granted_scopes_and_takes_those_asked_for_when_none_is_named(String scope, String granted) {
        assertThat(read(ok(",\"scope\":" + scope)).accessToken().scopes()).containsExactly(granted.split(","));
    }

    @Test
    void splits_scopes_by_the_delimiter_of_the_dialect_and_by_blanks() {
        assertThat(read(ECHO, 200, headers(), ok(",\"scope\":\"a+b c++d\""))
                        .accessToken()
                        .scopes())
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void keeps_other_members_as_they_are() {
        assertThat(read(ok("""
                                ,"ü":"ä\\"","empty":"","none":null,"n":1.50,"big":1e400,"yes":true,
                                "o": {"a" : [1, "ö]"]} ,"l":[]\n""")).extras())
                .hasToString("{ü=ä\", n=1.50, big=1e400, yes=true, o={\"a\" : [1, \"ö]\"]}, l=[]}");
    }

    @Test
    void leaves_refresh_and_id_token_null_when_they_are_empty() {
        TokenResponse answer = read(ok(",\"refresh_token\":\"\",\"id_token\":null"));

        assertThat(answer.refreshToken()).isNull();
        assertThat(answer.idToken()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 203, 299})
    void takes_any_2xx_for_success(int status) {
        assertThat(read(Dialect.STANDARD, status, headers(), ok("")).extras()).isEmpty();
    }

    @Test
    void keeps_the_servers_words_bounded_and_on_one_line() {
        TokenException failure = failure(
                503,
                headers("Retry-After", "Thu, 01 Jan 1970 00:00:10 GMT"),
                "{\"error\":\"a\\nb\",\"error_description\":\"" + "x".repeat(300) + "\"}");

        assertThat(failure.error()).isEqualTo("a\\u000ab");
        assertThat(failure.errorDescription()).isEqualTo("x".repeat(256) + "…");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertThat(failure)
                .isInstanceOf(Unreachable.class)
                .hasMessage("https://idp.example:8443 cannot answer now (503 a\\u000ab \"" + "x".repeat(256) + "…\")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"refresh_token\":\"r1\"}",
                "{\"access_token\":7,\"token_type\":\"Bearer\",\"refresh_token\":\"r1\"}",
                "{\"access_token\":\"a b\",\"token_type\":\"Bearer\",\"refresh_token\":\"r1\"}",
                "{\"access_token\":\"t\",\"refresh_token\":\"r1\"}",
                "{\"access_token\":\"t\",\"token_type\":\"mac\",\"refresh_token\":\"r1\"}",
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":\"x\",\"refresh_token\":\"r1\"}",
                "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"id_token\":7,\"refresh_token\":\"r1\"}"
            })
    void a_new_refresh_token_survives_an_access_token_that_cannot_be_used(String body) {
        Malformed failure = (Malformed) failure(200, headers(), body);

        assertThat(failure.refreshToken()).isEqualTo(Secret.of("r1"));
        assertThat(failure.inRefresh(new RefreshAttempts("orders", 1, null)).refreshToken())
                .isEqualTo(Secret.of("r1"));
        assertThat(failure.toString()).doesNotContain("r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"refresh_token\":{\"value\":\"r1\"}}", "{\"refresh_token\":\"r1\""})
    void without_one_that_can_be_read_there_is_none(String body) {
        assertThat(((Malformed) failure(200, headers(), body)).refreshToken()).isNull();
    }

    @Test
    void the_headers_of_an_answer_and_of_a_failure_are_at_hand() {
        assertThat(read(Dialect.STANDARD, 200, headers("DPoP-Nonce", "n1"), ok(""))
                        .headers()
                        .first("dpop-nonce"))
                .isEqualTo("n1");
        assertThat(failure(400, headers("DPoP-Nonce", "n2"), "{\"error\":\"use_dpop_nonce\"}")
                        .headers()
                        .first("dpop-nonce"))
                .isEqualTo("n2");
    }

    @Test
    void an_answer_with_nothing_else_shares_its_empty_maps() {
        TokenResponse answer = read(ok(""));

        assertThat(answer.extras()).isSameAs(Map.of());
        assertThat(answer.headers()).isSameAs(ResponseHeaders.NONE);
    }

    @Test
    void a_code_of_a_standard_is_not_blotted_out_by_a_secret_of_the_same_letters() {
        TokenRequest request = REQUEST.withCredential(Secret.of("client"));
        String body = "{\"error\":\"invalid_client\",\"error_description\":\"bad client\"}";

        assertThat(failure(request, 401, headers(), body))
                .hasMessage("https://idp.example:8443 refused the token request (401 invalid_client \"bad ****\")");
    }

    @Test
    void any_other_code_is() {
        TokenRequest request = REQUEST.withCredential(Secret.of("client"));

        assertThat(failure(request, 401, headers(), "{\"error\":\"invalid_client_id\"}")
                        .error())
                .isEqualTo("invalid_****_id");
    }

    @Test
    void knows_six_members_and_keeps_none_of_them_twice() {
        assertThat(read(ok(",\"expires_in\":1,\"scope\":\"x\",\"refresh_token\":\"r\",\"id_token\":\"i\""))
                        .extras())
                .isEmpty();
        assertThat(read(ok(",\"error\":null,\"error_description\":\"fine\""))
                        .extras()
                        .keySet())
                .isEqualTo(Set.of("error_description"));
    }

    static TokenResponse read(Dialect dialect, int status, HttpHeaders headers, String body) {
        return reader(dialect).read(REQUEST, status, headers, body, SENT);
    }

    private static TokenResponse read(String body) {
        return read(Dialect.STANDARD, 200, headers(), body);
    }

    private static TokenException failure(int status, HttpHeaders headers, String body) {
        return failure(REQUEST, status, headers, body);
    }

    private static TokenException failure(TokenRequest request, int status, HttpHeaders headers, String body) {
        return catchThrowableOfType(
                TokenException.class, () -> reader(Dialect.STANDARD).read(request, status, headers, body, SENT));
    }

    private static ResponseReader reader(Dialect dialect) {
        return new ResponseReader(ENDPOINT, dialect, new StepClock());
    }

    private static HttpHeaders headers(String... pair) {
        HttpHeaders headers = new DefaultHttpHeaders(false);
        return pair.length == 0 ? headers : headers.set(pair[0], pair[1]);
    }

    private static String ok(String more) {
        return "{\"access_token\":\"s3cret\",\"token_type\":\"Bearer\"" + more + "}";
    }

    private static String token(String json) {
        return "{\"access_token\":\"" + json + "\",\"token_type\":\"Bearer\"}";
    }
}
