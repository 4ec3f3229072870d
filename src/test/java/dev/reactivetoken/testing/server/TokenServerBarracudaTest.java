package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class TokenServerBarracudaTest {

    private static final String ID = "client:with+special/%";
    private static final String SECRET = "ge:heim +%&= ü";
    private static final String GRANT = "grant_type=client_credentials";
    private static final String SCOPE = "scope=ess%3Aaccount%3Aread";
    private static final String GOOD = GRANT + "&" + SCOPE;
    private static final String POST = "&client_id=" + Http.encode(ID) + "&client_secret=" + Http.encode(SECRET);
    private static final String ESS = "/beta/accounts/ess";
    private static final String TENANTS = "/beta/accounts/42/forensics/tenants";
    private static final String INCIDENT = "/beta/accounts/42/forensics/7/incident";

    private static final TokenServer SERVER = TokenServer.builder()
            .client(ID, SECRET, "ess:account:read", "forensics:account:read", "forensics:account:write")
            .start();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void answers_the_documented_sample_with_basic() {
        HttpResponse<String> answer = Http.form(SERVER.tokenUri(), GOOD, "Authorization", Http.basic(ID, SECRET));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .matches("\\{\"access_token\":\"[^\"]+\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                        + "\"scope\":\"ess:account:read\"}");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json;charset=UTF-8");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    @Test
    void takes_the_client_from_the_body_as_well() {
        assertThat(Http.form(SERVER.tokenUri(), GOOD + POST).statusCode()).isEqualTo(200);
    }

    @Test
    void answers_several_scopes_in_the_order_they_were_asked_for() {
        String answer = Http.form(
                        SERVER.tokenUri(),
                        GRANT + POST + "&scope=forensics:account:write+ess:account:read%20forensics:account:read")
                .body();
        assertThat(Http.member(answer, "scope"))
                .isEqualTo("forensics:account:write ess:account:read forensics:account:read");
    }

    static Stream<Refused> refused() {
        String basic = Http.basic(ID, SECRET);
        return Stream.of(
                new Refused("wrong secret, Basic", GOOD, Http.basic(ID, "x"), 401, "invalid_client"),
                new Refused("unknown client, Basic", GOOD, Http.basic("x", SECRET), 401, "invalid_client"),
                new Refused("Basic that is no base64", GOOD, "Basic ???", 401, "invalid_client"),
                new Refused("Basic without a colon", GOOD, "Basic YWJj", 401, "invalid_client"),
                new Refused("Basic that is not form-encoded", GOOD, "Basic JTo=", 401, "invalid_client"),
                new Refused("another scheme", GOOD, "Bearer abc", 401, "invalid_client"),
                new Refused("wrong secret, body", GOOD + "&client_id=id&client_secret=x", "", 401, "invalid_client"),
                new Refused("no client at all", GOOD, "", 401, "invalid_client"),
                new Refused("Basic and body", GOOD + POST, basic, 400, "invalid_request"),
                new Refused("Basic and another id", GOOD + "&client_id=x", basic, 400, "invalid_request"),
                new Refused("no grant type", SCOPE, basic, 400, "invalid_request"),
                new Refused("empty grant type", SCOPE + "&grant_type=", basic, 400, "invalid_request"),
                new Refused("grant none", SCOPE + "&grant_type=none", basic, 400, "unsupported_grant_type"),
                new Refused("refresh", SCOPE + "&grant_type=refresh_token", basic, 400, "unsupported_grant_type"),
                new Refused("no scope", GRANT, basic, 400, "invalid_scope"),
                new Refused("empty scope", GRANT + "&scope=", basic, 400, "invalid_scope"),
                new Refused("unknown scope", GOOD + "%20everything", basic, 400, "invalid_scope"),
                new Refused("scopes with two blanks", GOOD + "++ess:account:read", basic, 400, "invalid_scope"),
                new Refused("scopes with an encoded plus", GOOD + "%2Bess:account:read", basic, 400, "invalid_scope"),
                new Refused("scopes with a comma", GOOD + ",ess:account:read", basic, 400, "invalid_scope"),
                new Refused("the same parameter twice", GOOD + "&" + SCOPE, basic, 400, "invalid_request"),
                new Refused("a broken encoding", GOOD + "&x=%zz", basic, 400, "invalid_request"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Refused it) {
        HttpResponse<String> answer = it.authorization().isEmpty()
                ? Http.form(SERVER.tokenUri(), it.body())
                : Http.form(SERVER.tokenUri(), it.body(), "Authorization", it.authorization());

        assertThat(answer.statusCode()).isEqualTo(it.status());
        assertThat(Http.member(answer.body(), "error")).isEqualTo(it.error());
        boolean challenged = it.status() == 401 && !it.authorization().isEmpty();
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith(challenged ? "Basic" : "");
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(challenged);
    }

    @Test
    void refuses_a_body_that_is_no_form() {
        HttpResponse<String> json = Http.send("POST", SERVER.tokenUri(), "{}", "Content-Type", "application/json");
        assertThat(json.statusCode()).isEqualTo(400);
        assertThat(Http.send("POST", SERVER.tokenUri(), GOOD + POST).statusCode())
                .isEqualTo(400);
        assertThat(Http.send(
                                "POST",
                                SERVER.tokenUri(),
                                GOOD + POST,
                                "Content-Type",
                                "Application/X-WWW-Form-Urlencoded; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"GET, /token, 405", "PUT, /token, 405", "POST, /tokens, 404", "POST, /oauth2/token, 404", "GET, /, 404"
    })
    void knows_only_its_path_and_method(String method, String path, int status) {
        assertThat(Http.send(method, SERVER.uri(path), "").statusCode()).isEqualTo(status);
    }

    @Test
    void the_first_call_lists_the_accounts() {
        assertThat(call("GET", ESS, token("ess:account:read")).body())
                .startsWith(
                        "{\"resultsCount\":1,\"pageNum\":0,\"itemsTotal\":1,\"pagesTotal\":1,\"results\":[{\"accountName\"")
                .contains("\"region\":\"US\",\"status\":\"ACTIVE\"}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  " + ESS + ", ess:account:read, 200",
        "GET,  " + ESS + ", forensics:account:read, 401",
        "POST, " + ESS + ", ess:account:read, 405",
        "GET,  " + TENANTS + ", forensics:account:read, 200",
        "GET,  " + TENANTS + ", forensics:account:write, 401",
        "POST, " + INCIDENT + ", forensics:account:write, 200",
        "POST, " + INCIDENT + ", forensics:account:read, 401",
        "GET,  " + INCIDENT + ", forensics:account:write, 405",
        "GET,  /beta/accounts/nothing, ess:account:read, 404",
        "GET,  " + ESS + "?page=1&size=100, ess:account:read, 200",
        "GET,  " + ESS + "?page=-1, ess:account:read, 400",
        "GET,  " + ESS + "?size=0, ess:account:read, 400",
        "GET,  " + ESS + "?size=101, ess:account:read, 400",
        "GET,  " + ESS + "?size=ten, ess:account:read, 400",
    })
    void resources_check_their_scope(String method, String path, String scope, int status) {
        assertThat(call(method, path, token(scope)).statusCode()).isEqualTo(status);
    }

    @Test
    void a_page_behind_the_last_is_empty() {
        assertThat(call("GET", ESS + "?page=7", token("ess:account:read")).body())
                .contains("\"resultsCount\":0,\"pageNum\":7")
                .contains("\"results\":[]");
    }

    @Test
    void a_refusal_of_a_resource_names_no_cause() {
        String token = token("ess:account:read");
        assertThat(Http.get(SERVER.uri(ESS)).statusCode()).isEqualTo(401);
        assertThat(Http.get(SERVER.uri(ESS), "Authorization", "OAuth " + token).statusCode())
                .isEqualTo(401);
        HttpResponse<String> wrong = call("GET", ESS, token + "x");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    private static String token(String scope) {
        String body = GRANT + POST + "&scope=" + Http.encode(scope);
        return Http.member(Http.form(SERVER.tokenUri(), body).body(), "access_token");
    }

    private static HttpResponse<String> call(String method, String path, String token) {
        return Http.send(method, SERVER.uri(path), "", "Authorization", "Bearer " + token);
    }

    record Refused(String what, String body, String authorization, int status, String error) {

        @Override
        public String toString() {
            return what;
        }
    }
}
