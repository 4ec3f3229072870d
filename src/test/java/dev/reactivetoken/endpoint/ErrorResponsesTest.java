package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorResponsesTest {

    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials");
    private static final ResponseReader READER = new ResponseReader(
            URI.create("https://idp.example:8443/oauth2/token?tenant=7"), Dialect.STANDARD, new StepClock());

    /** In the last column: of the client, of something else, or no answer of a token endpoint. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    200 | {"error":"invalid_client"}                            | Refused     | client
                    200 | {"error":"invalid_scope","access_token":"s3cret"}     | Refused     | other
                    200 | {"error":"temporarily_unavailable"}                   | Unreachable |
                    200 | {"error":"slow_down"}                                 | Unreachable |
                    400 | {"error":"invalid_client"}                            | Refused     | client
                    400 | {"error":"unauthorized_client"}                       | Refused     | client
                    400 | {"error":"invalid_scope","error_description":"no x"}  | Refused     | other
                    400 | {"error":"invalid_grant"}                             | Refused     | other
                    400 | {"error":"authorization_pending"}                     | Refused     | other
                    400 | {"error":{"code":7}}                                  | Refused     | other
                    400 | {"errorCode":"BXNIM0415E"}                            | Refused     | other
                    400 | <html>                                                | Refused     | other
                    400 | ``                                                    | Refused     | other
                    400 | {"error":"temporarily_unavailable"}                   | Unreachable |
                    400 | {"error":"server_error"}                              | Unreachable |
                    401 | {"error":"invalid_client"}                            | Refused     | client
                    401 | {"error":"server_error"}                              | Refused     | client
                    401 | {"error":"temporarily_unavailable"}                   | Refused     | client
                    401 | {"error":"access_denied"}                             | Refused     | client
                    401 | {"error":"Unauthorized","status":401}                 | Refused     | client
                    401 | {"errors":[{"code":"10401"}]}                         | Refused     | client
                    401 | {"error":"invalid_grant"}                             | Refused     | other
                    401 | <html>                                                | Refused     | client
                    401 | ``                                                    | Refused     | client
                    402 | {"error":"invalid_grant"}                             | Refused     | other
                    402 | {"message":"pay"}                                     | Refused     | none
                    403 | {"status":403,"message":"invalid client secret"}      | Refused     | client
                    403 | {"errors":[{"code":403,"message":"access denied"}]}   | Refused     | client
                    403 | {"error":"access_denied"}                             | Refused     | client
                    403 | {"error":"invalid_grant"}                             | Refused     | other
                    403 | <html>                                                | Refused     | none
                    403 | ["access denied"]                                     | Refused     | none
                    403 | ``                                                    | Refused     | none
                    404 | {"error":"invalid_client"}                            | Refused     | client
                    404 | {"error":"invalid_request"}                           | Refused     | other
                    404 | {"status":404,"error":"Not Found","path":"/token"}    | Refused     | none
                    404 | {"message":"no Route matched with those values"}      | Refused     | none
                    404 | <html>                                                | Refused     | none
                    404 | ``                                                    | Refused     | none
                    405 | {"error":"Method Not Allowed"}                        | Refused     | none
                    405 | <html>                                                | Refused     | none
                    410 | <html>                                                | Refused     | none
                    415 | {"error":"unsupported media type"}                    | Refused     | none
                    418 | {}                                                    | Refused     | none
                    421 | ``                                                    | Refused     | none
                    422 | {"error":"invalid_grant"}                             | Refused     | other
                    451 | <html>                                                | Refused     | none
                    499 | {"access_token":"s3cret","token_type":"Bearer"}       | Refused     | none
                    301 | {"error":"invalid_client"}                            | Refused     | none
                    302 | <html>                                                | Refused     | none
                    307 | ``                                                    | Refused     | none
                    308 | ``                                                    | Refused     | none
                    399 | ``                                                    | Refused     | none
                    408 | ``                                                    | Unreachable |
                    425 | ``                                                    | Unreachable |
                    429 | {"error":"invalid_client"}                            | Unreachable |
                    429 | <html>                                                | Unreachable |
                    500 | <html>                                                | Unreachable |
                    502 | {"error":"invalid_client"}                            | Unreachable |
                    503 | {"error":"temporarily_unavailable"}                   | Unreachable |
                    599 | ``                                                    | Unreachable |
                    204 | ``                                                    | Malformed   |
                    200 | <html>                                                | Malformed   |
                    101 | ``                                                    | Malformed   |
                    """)
    void status_and_body_tell_a_refusal_from_an_outage_and_from_no_answer_at_all(
            int status, String body, String type, String of) {
        TokenException failure = failure(REQUEST, status, headers("Retry-After", "7"), body);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure)
                .hasMessageContaining("https://idp.example:8443")
                .hasMessageNotContaining("s3cret")
                .hasMessageNotContaining("tenant=7")
                .hasNoCause();
        if (failure instanceof Refused refused) {
            assertThat(refused.isTransient()).isFalse();
            assertThat(refused.isOAuthAnswer()).isEqualTo(!of.equals("none"));
            assertThat(refused.concernsClient()).isEqualTo(of.equals("client"));
        }
    }

    @Test
    void an_answer_of_no_token_endpoint_names_the_address_and_what_to_check() {
        assertThat(failure(REQUEST, 404, headers(), "<html>"))
                .hasMessage("https://idp.example:8443/oauth2/token did not answer as a token endpoint does: check the"
                        + " token URI, and the proxy, ingress or firewall in front of it (404)");
    }

    @Test
    void a_failure_stays_what_it_was_in_the_words_of_a_source() {
        TokenException.RefreshAttempts attempts = new TokenException.RefreshAttempts("orders", 2, null);

        assertThat(((Refused) failure(REQUEST, 404, headers(), ""))
                        .inRefresh(attempts)
                        .isOAuthAnswer())
                .isFalse();
        assertThat(((Refused) failure(REQUEST, 400, headers(), ""))
                        .inRefresh(attempts)
                        .isOAuthAnswer())
                .isTrue();
    }

    @Test
    void tells_the_hint_only_when_the_clients_identity_was_refused() {
        TokenRequest hinted = REQUEST.withHint("try basicRaw");

        assertThat(failure(hinted, 401, headers(), "{\"error\":\"invalid_client\"}"))
                .hasMessage("https://idp.example:8443 refused the token request; try basicRaw (401 invalid_client)");
        assertThat(failure(hinted, 400, headers(), "{\"error\":\"invalid_scope\"}"))
                .hasMessage("https://idp.example:8443 refused the token request (400 invalid_scope)");
        assertThat(failure(REQUEST, 401, headers(), ""))
                .hasMessage("https://idp.example:8443 refused the token request (401)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    https://new.example/token?secret=s3cret#f  | https://new.example/token if
                    https://u:s3cret@new.example:1/t           | https://new.example:1/t if
                    /v2/token                                  | https://idp.example:8443/v2/token if
                    //new.example/t                            | https://new.example/t if
                    token2                                     | https://idp.example:8443/oauth2/token2 if
                    ://s3cret                                  | where it leads
                    s3cret s3cret                              | where it leads
                    mailto:s3cret@new.example                  | where it leads
                    ``                                         | where it leads
                    """)
    void tells_where_a_redirect_leads_without_what_may_be_secret(String location, String told) {
        HttpHeaders headers = location.isEmpty() ? headers() : headers("Location", location);

        assertThat(failure(REQUEST, 302, headers, ""))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("https://idp.example:8443/oauth2/token answered with a redirect")
                .hasMessageContaining("redirects are never followed")
                .hasMessageContaining("set the token URI to " + told)
                .hasMessageNotContaining("s3cret");
    }

    private static TokenException failure(TokenRequest request, int status, HttpHeaders headers, String body) {
        return catchThrowableOfType(
                TokenException.class, () -> READER.read(request, status, headers, body, new Moment(0, 0)));
    }

    private static HttpHeaders headers(String... pair) {
        HttpHeaders headers = new DefaultHttpHeaders(false);
        return pair.length == 0 ? headers : headers.set(pair[0], pair[1]);
    }
}
