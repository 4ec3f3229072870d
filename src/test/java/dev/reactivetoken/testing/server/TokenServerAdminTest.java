package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class TokenServerAdminTest {

    private static final String GOOD = "grant_type=client_credentials&scope=ess:account:read";

    private final TokenServer server = TokenServer.builder()
            .client("my id", "secret", "ess:account:read")
            .admin(true)
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void resets_a_secret() {
        HttpResponse<String> reset = Http.send("POST", server.uri("/admin/clients/my%20id/reset"), "");
        assertThat(reset.statusCode()).isEqualTo(200);
        assertThat(reset.body()).matches("\\{\"client_id\":\"my id\",\"client_secret\":\"[\\w-]{43}\"}");

        assertThat(ask("secret")).isEqualTo(401);
        assertThat(ask(Http.member(reset.body(), "client_secret"))).isEqualTo(200);
    }

    @Test
    void tells_the_counts() {
        ask("secret");
        ask("wrong");
        assertThat(Http.get(server.uri("/admin/requests")).body())
                .isEqualTo("{\"tokenRequests\":2,\"granted\":1,\"refused\":1,\"faulted\":0,\"maxInFlight\":1,"
                        + "\"inFlight\":0,\"resourceRequests\":0,\"resourceRefused\":0}");
    }

    @Test
    void plans_and_clears_faults() {
        HttpResponse<String> planned =
                Http.form(server.uri("/admin/fault"), "kind=status&status=503&retryAfter=5&times=10");
        assertThat(planned.body()).isEqualTo("{\"fault\":\"status 503, retry after PT5S\",\"times\":10}");
        assertThat(ask("secret")).isEqualTo(503);
        assertThat(Http.send("DELETE", server.uri("/admin/fault"), "").statusCode())
                .isEqualTo(200);
        assertThat(ask("secret")).isEqualTo(200);
    }

    @Test
    void a_fault_is_for_one_request_unless_told_otherwise() {
        Http.form(server.uri("/admin/fault"), "status=503");
        assertThat(ask("secret")).isEqualTo(503);
        assertThat(ask("secret")).isEqualTo(200);
    }

    @Test
    void refuses_an_unknown_fault_and_lists_the_kinds() {
        HttpResponse<String> answer = Http.form(server.uri("/admin/fault"), "kind=earthquake");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("kind must be one of body, contentType, delay,");
        assertThat(Http.form(server.uri("/admin/fault"), "kind=hang&times=0").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /admin/clients/nobody/reset, 404",
        "POST,   /admin/clients/reset,        404",
        "GET,    /admin/clients/my%20id/reset, 405",
        "POST,   /admin/requests,             405",
        "GET,    /admin/fault,                405",
        "GET,    /admin/,                     404"
    })
    void knows_only_its_paths_and_methods(String method, String path, int status) {
        assertThat(Http.send(method, server.uri(path), "").statusCode()).isEqualTo(status);
    }

    private int ask(String secret) {
        return Http.form(server.tokenUri(), GOOD, "Authorization", Http.basic("my id", secret))
                .statusCode();
    }
}
