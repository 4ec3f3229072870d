package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.PATIENCE;
import static dev.reactivetoken.proxy.Fixture.raw;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import java.net.URI;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** The proxy and its token; the token server is the resource server too. */
class ProxyTokenTest {

    private static final String GET = "GET /beta/accounts/ess HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n";
    private static final String HEALTH = "GET /-/health?x HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n";

    private final Fixture fixture = new Fixture();
    private final TokenServer server = TokenServer.builder()
            .client("id", "secret", Barracuda.ESS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_WRITE)
            .start();
    private final ReactiveTokenSource tokens = ReactiveTokenSource.builder()
            .provider(Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri()))
            .credential(CredentialSource.fixed("id", Secret.of("secret")))
            .scopes(Barracuda.ESS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_WRITE)
            .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
            .build();

    @AfterEach
    void close() {
        fixture.close();
        tokens.close();
        server.close();
    }

    private BearerProxy proxy() {
        return fixture.proxy(server.uri(""), tokens, UnaryOperator.identity());
    }

    @Test
    void a_real_resource_server_accepts_it() throws Exception {
        assertThat(raw(proxy(), GET)).startsWith("HTTP/1.1 200").contains("Example Ltd.");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8080, none, 200",
        "127.0.0.1, same-origin, 200",
        "[::1]:8080, , 200",
        "app.localhost, , 200",
        "127.0.0.1, cross-site, 403",
        "127.0.0.1, same-site, 403",
        "evil.example.com:8080, , 421",
        "127.0.0.1.evil.example.com, , 421",
    })
    void a_web_page_of_another_site_cannot_use_it(String host, @Nullable String site, int status) throws Exception {
        String request = "GET /beta/accounts/ess HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                + (site == null ? "" : "Sec-Fetch-Site: " + site + "\r\n") + "\r\n";

        assertThat(raw(proxy(), request)).startsWith("HTTP/1.1 " + status);

        assertThat(server.counts().tokenRequests()).isEqualTo(status == 200 ? 1 : 0);
    }

    @Test
    void a_dead_token_is_replaced_without_the_client_noticing() throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        TokenObserver observer = new TokenObserver() {
            @Override
            public void onReplayed(String source, int status) {
                told.add(source + " replayed " + status);
            }
        };
        BearerProxy proxy = fixture.proxy(server.uri(""), tokens, options -> options.observer(observer));
        raw(proxy, GET);
        server.revokeAll();

        assertThat(raw(proxy, GET)).startsWith("HTTP/1.1 200").contains("Example Ltd.");

        assertThat(server.counts().granted()).isEqualTo(2);
        assertThat(told).containsExactly("barracuda-us replayed 200");
    }

    @Test
    void after_an_upload_that_was_rejected_the_next_one_has_a_new_token() throws Exception {
        BearerProxy proxy = proxy();
        raw(proxy, GET);
        server.revokeAll();
        String upload = "POST /beta/accounts/1/forensics/2/incident HTTP/1.1\r\nHost: p\r\nConnection: close\r\n"
                + "Content-Length: 2\r\n\r\n{}";

        assertThat(raw(proxy, upload)).startsWith("HTTP/1.1 401").containsIgnoringCase("www-authenticate: bearer");
        assertThat(raw(proxy, upload)).startsWith("HTTP/1.1 200").contains("incidentId");
    }

    @Test
    void without_a_token_nothing_is_sent_and_the_client_is_told_when_to_come_back() throws Exception {
        server.fault(Fault.status(503, Duration.ofSeconds(30)), Integer.MAX_VALUE);
        BearerProxy proxy = fixture.proxy(
                fixture.upstream((request, response) -> Mono.error(new AssertionError("sent"))),
                tokens,
                UnaryOperator.identity());

        String answer = raw(proxy, GET);

        assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .contains("application/problem+json", "\"title\":\"No access token\"")
                .containsPattern("(?i)retry-after: (30|29|28|27)\r\n");
    }

    @Test
    void health_says_how_the_token_is_and_never_asks_for_one() throws Exception {
        BearerProxy proxy = proxy();

        assertThat(raw(proxy, HEALTH))
                .startsWith("HTTP/1.1 200")
                .contains("application/json", "\"status\":\"UP\",\"token\":\"empty\",\"inFlight\":0");
        assertThat(server.counts().tokenRequests()).isZero();
        raw(proxy, GET);
        String healthy = raw(proxy, HEALTH);
        assertThat(healthy)
                .startsWith("HTTP/1.1 200")
                .contains("\"token\":\"fresh\"")
                .containsPattern("\"secondsToExpiry\":3(600|59\\d)")
                .doesNotContain(tokens.token().block(PATIENCE).value());
    }

    @Test
    void health_is_down_without_a_token_after_a_failure() throws Exception {
        BearerProxy proxy = proxy();
        server.resetSecret("id");
        assertThat(raw(proxy, GET)).startsWith("HTTP/1.1 503");

        assertThat(raw(proxy, HEALTH))
                .startsWith("HTTP/1.1 503")
                .contains("\"status\":\"DOWN\",\"token\":\"empty\"", "\"lastFailure\":\"", "invalid_client");
        assertThat(raw(proxy, HEALTH.replace("GET", "HEAD")))
                .startsWith("HTTP/1.1 503")
                .endsWith("\r\n\r\n");
    }

    @Test
    void a_problem_document_is_json_whatever_the_endpoint_said() throws Exception {
        TokenEndpoint endpoint = request ->
                Mono.error(new Refused("no", new TokenException.ErrorResponse(400, "a\"b", "back\\slash", null)));
        try (ReactiveTokenSource refused = ReactiveTokenSource.builder()
                .name("refused")
                .endpoint(endpoint)
                .authentication(ClientAuthentication.none("id"))
                .build()) {
            BearerProxy proxy = fixture.proxy(URI.create("http://127.0.0.1:1"), refused, UnaryOperator.identity());

            assertThat(raw(proxy, GET)).contains("a\\\"b \\\"back\\\\slash\\\"");
        }
    }
}
