package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers in the forms that real token endpoints give; every value is made up. */
class ProviderAnswersTest {

    private static final URI ENDPOINT = URI.create("https://idp.example/token");
    private static final TokenRequest REQUEST =
            TokenRequest.of("client_credentials").withCredential(Secret.of("s3cret"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Salesforce  | {"access_token":"00D5e!AR8A","instance_url":"https://acme.example","token_type":"Bearer"}         | 300
        Entra v1    | {"token_type":"Bearer","expires_in":"3599","ext_expires_in":"3599","access_token":"eyJ.v1.sig"}   | 3599
        UPS         | {"token_type":"Bearer","status":"approved","access_token":"eyJ.u.s","expires_in":"14399"}         | 14399
        PayPal      | {"scope":"https://uri.example/a/.*","access_token":"A21","token_type":"Bearer","expires_in":31668} | 31668
        USPS        | {"access_token":"eyJ.p.s","token_type":"Bearer","expires_in":28799,"api_products":"[Public]"}     | 28799
        Twitch      | {"access_token":"jostpf5q","expires_in":5011271,"token_type":"bearer"}                            | 5011271
        Netatmo     | {"access_token":"5b7:c3","expires_in":10800,"expire_in":10800,"token_type":"Bearer","scope":["a"]} | 10800
        GitHub      | {"access_token":"ghu_16","expires_in":28800,"refresh_token":"ghr_1","scope":"","token_type":"bearer"} | 28800
        """)
    void a_token_is_read_with_its_life(String provider, String body, long seconds) {
        TokenResponse answer = read(200, null, body);

        assertThat(answer.accessToken().lifetime()).hasSeconds(seconds);
        assertThat(body).contains('"' + answer.accessToken().value() + '"');
    }

    @Test
    void the_address_of_an_api_is_at_hand_with_its_token() {
        TokenResponse answer = read(
                200,
                null,
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"instance_url\":\"https://acme.example\"}");

        assertThat(answer.accessToken().extras()).containsEntry("instance_url", "https://acme.example");
    }

    /** The last but one column: refused as a client, refused otherwise, or no answer of a token endpoint. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Salesforce   | 400 | {"error":"invalid_client_id","error_description":"client identifier invalid"}              | other  | 400 invalid_client_id "client identifier invalid"
        GitHub       | 200 | {"error":"bad_refresh_token","error_description":"incorrect or expired","error_uri":"u"}    | other  | 200 bad_refresh_token "incorrect or expired"
        Slack        | 200 | {"ok":false,"error":"invalid_client_id"}                                                    | other  | 200 invalid_client_id
        UPS          | 401 | {"response":{"errors":[{"code":"10401","message":"ClientId is Invalid"}]}}                  | client | 401 "10401, ClientId is Invalid"
        FedEx        | 401 | {"transactionId":"6","errors":[{"code":"NOT.AUTHORIZED.ERROR","message":"Not valid."}]}     | client | 401 "NOT.AUTHORIZED.ERROR, Not valid."
        Walmart      | 401 | {"error":[{"code":"UNAUTHORIZED.GATEWAY","description":"Unauthorized","causes":[]}]}         | client | 401 "UNAUTHORIZED.GATEWAY, Unauthorized"
        Facebook     | 400 | {"error":{"message":"Error validating client secret.","type":"OAuthException","code":1}}    | other  | 400 "Error validating client secret., OAuthException, 1"
        Reddit       | 401 | {"message":"Unauthorized","error":401}                                                      | client | 401 401 "Unauthorized"
        Zoom         | 400 | {"reason":"Invalid client_id or client_secret","error":"invalid_client"}                    | client | 400 invalid_client "Invalid client_id or client_secret"
        IBM          | 400 | {"errorCode":"BXNIM0415E","errorMessage":"No such key.","context":{"requestId":"b"}}        | other  | 400 "BXNIM0415E, No such key."
        Apigee       | 401 | {"ErrorCode":"invalid_client","Error":"ClientId is Invalid"}                                | client | 401 "invalid_client"
        Snowflake    | 400 | {"data":null,"error":"invalid_client","code":null,"message":"Not a client.","success":false} | client | 400 invalid_client "Not a client."
        Twitch       | 403 | {"status":403,"message":"invalid client secret"}                                            | client | 403 "invalid client secret"
        CrowdStrike  | 403 | {"errors":[{"code":403,"message":"access denied, authorization failed"}]}                   | client | 403 "403, access denied, authorization failed"
        ServiceNow   | 401 | {"error_description":"access_denied","error":"server_error"}                                | client | 401 server_error "access_denied"
        XSUAA        | 401 | {"error":"unauthorized","error_description":"Bad credentials"}                              | client | 401 unauthorized "Bad credentials"
        Kong         | 404 | {"message":"no Route matched with those values"}                                            | none   | 404 "no Route matched with those values"
        Spring Boot  | 404 | {"timestamp":"t","status":404,"error":"Not Found","path":"/tokn"}                           | none   | 404 Not Found
        Google front | 404 | {"error":{"code":404,"message":"Requested entity was not found."}}                          | none   | 404 "404, Requested entity was not found."
        nginx        | 405 | <html><head><title>405 Not Allowed</title></head></html>                                    | none   | 405
        """)
    void a_refusal_is_told_in_the_words_of_the_provider(
            String provider, int status, String body, String of, String told) {
        Refused refused = (Refused) failure(status, null, body);

        assertThat(refused.concernsClient()).isEqualTo(of.equals("client"));
        assertThat(refused.isOAuthAnswer()).isEqualTo(!of.equals("none"));
        assertThat(refused).hasMessageEndingWith(" (" + told + ')');
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Entra   | 429 | 60 | Too Many Requests                                                         | (429)
        Discord | 429 | 65 | {"message":"You are being rate limited.","retry_after":64.57}             | (429 "You are being rate limited.")
        Okta    | 429 |    | {"errorCode":"E0000047","errorSummary":"Too many requests.","errorId":"s"} | (429 "E0000047, Too many requests.")
        Apigee  | 500 |    | {"fault":{"faultstring":"Failed","detail":{"errorcode":"steps.oauth"}}}   | (500 "Failed, steps.oauth")
        """)
    void an_outage_is_told_with_its_wait(
            String provider, int status, @Nullable Integer wait, String body, String told) {
        TokenException failure = failure(status, wait == null ? null : wait.toString(), body);

        assertThat(failure).isInstanceOf(TokenException.Unreachable.class).hasMessageEndingWith(told);
        assertThat(
                        failure.retryAfter() == null
                                ? null
                                : (int) failure.retryAfter().toSeconds())
                .isEqualTo(wait);
    }

    @Test
    void a_page_to_sign_in_by_is_no_token() {
        assertThat(failure(200, null, "<!DOCTYPE html><title>Sign in</title>"))
                .isInstanceOf(TokenException.Malformed.class)
                .hasMessageContaining("is not one JSON object");
    }

    @Test
    void words_of_a_provider_are_told_without_secret_and_token() {
        assertThat(
                        failure(
                                401,
                                null,
                                "{\"message\":\"s3cret is wrong, t0k3n is not\",\"access_token\":\"t0k3n\",\"info\":\"t0k3n\"}"))
                .hasMessageEndingWith("(401 \"**** is wrong, **** is not\")");
    }

    private static TokenResponse read(int status, @Nullable String retryAfter, String body) {
        HttpHeaders headers = new DefaultHttpHeaders(false);
        if (retryAfter != null) {
            headers.set("Retry-After", retryAfter);
        }
        return new ResponseReader(ENDPOINT, Dialect.STANDARD, new StepClock())
                .read(REQUEST, status, headers, body, new Moment(0, 0));
    }

    private static TokenException failure(int status, @Nullable String retryAfter, String body) {
        return catchThrowableOfType(TokenException.class, () -> read(status, retryAfter, body));
    }
}
