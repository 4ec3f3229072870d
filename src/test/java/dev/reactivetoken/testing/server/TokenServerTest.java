package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TokenServerTest {

    private static final String BODY = "grant_type=client_credentials&scope=ess:account:read";

    private final FakeTime time = new FakeTime();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final TokenServer server = TokenServer.builder()
            .client("id", "secret", "ess:account:read", "forensics:account:read")
            .clock(time)
            .listener(lines::add)
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void issues_a_token_that_the_resource_accepts() {
        HttpResponse<String> answer = Http.form(server.tokenUri(), BODY, "Authorization", Http.basic("id", "secret"));
        assertThat(answer.statusCode()).isEqualTo(200);

        assertThat(resource(Http.member(answer.body(), "access_token"))).isEqualTo(200);
        assertThat(server.counts()).isEqualTo(new Counts(1, 1, 0, 0, 1, 0, 1, 0));
    }

    @Test
    void listens_on_loopback_and_nowhere_else() {
        assertThat(server.tokenUri()).hasToString("http://127.0.0.1:" + server.port() + "/token");
        assertThat(server).hasToString("TokenServer[" + server.tokenUri() + "]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenServer.builder().host("0.0.0.0"))
                .withMessage("not a loopback address: 0.0.0.0");
    }

    @Test
    void no_two_tokens_are_equal() {
        Set<String> tokens = IntStream.range(0, 100).mapToObj(i -> token()).collect(Collectors.toSet());
        assertThat(tokens).hasSize(100).allMatch(token -> token.matches("ey[\\w-]+\\.[\\w-]+\\.[\\w-]+"));
    }

    @Test
    void a_token_expires_exactly_at_its_lifetime_while_expires_in_has_whole_seconds() {
        server.lifetime(Duration.ofMillis(2_700));
        String answer = tokenAnswer("secret").body();
        assertThat(Http.member(answer, "expires_in")).isEqualTo("2");

        String token = Http.member(answer, "access_token");
        time.pass(Duration.ofMillis(2_699));
        assertThat(resource(token)).isEqualTo(200);
        time.pass(Duration.ofMillis(1));
        assertThat(resource(token)).isEqualTo(401);
        assertThat(server.counts().resourceRefused()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT876001H"})
    void refuses_a_lifetime_out_of_bounds(Duration lifetime) {
        assertThatIllegalArgumentException().isThrownBy(() -> server.lifetime(lifetime));
    }

    @Test
    void a_secret_reset_ends_the_old_secret_at_once_and_leaves_tokens_alive() {
        String token = token();
        String newSecret = server.resetSecret("id");

        assertThat(tokenAnswer("secret").statusCode()).isEqualTo(401);
        assertThat(tokenAnswer(newSecret).statusCode()).isEqualTo(200);
        assertThat(resource(token)).isEqualTo(200);

        server.resetSecret("id", "chosen");
        assertThat(tokenAnswer(newSecret).statusCode()).isEqualTo(401);
        assertThat(tokenAnswer("chosen").statusCode()).isEqualTo(200);
        assertThatIllegalArgumentException().isThrownBy(() -> server.resetSecret("nobody"));
    }

    @Test
    void registering_again_edits_the_scopes() {
        server.register("id", "secret", "forensics:account:read");
        assertThat(tokenAnswer("secret").statusCode()).isEqualTo(400);
        server.register("id", "secret", "ess:account:read");
        assertThat(tokenAnswer("secret").statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_without_scopes_may_leave_out_the_parameter() {
        server.register("id", "secret");
        String[] basic = {"Authorization", Http.basic("id", "secret")};

        HttpResponse<String> granted = Http.form(server.tokenUri(), "grant_type=client_credentials", basic);
        assertThat(granted.statusCode()).isEqualTo(200);
        assertThat(granted.body()).doesNotContain("scope");
        assertThat(Http.form(server.tokenUri(), BODY, basic).body()).contains("invalid_scope");
    }

    @Test
    void the_address_of_a_path_starts_with_a_slash() {
        assertThat(server.uri("/a?b=c")).hasToString("http://127.0.0.1:" + server.port() + "/a?b=c");
        assertThat(server.uri("")).hasToString("http://127.0.0.1:" + server.port());
        assertThatIllegalArgumentException().isThrownBy(() -> server.uri("a")).withMessageContaining("slash");
    }

    @Test
    void removing_a_client_revokes_its_tokens() {
        String token = token();
        server.remove("id");
        assertThat(resource(token)).isEqualTo(401);
        assertThat(tokenAnswer("secret").statusCode()).isEqualTo(401);
    }

    @Test
    void revoking_ends_every_token_issued_before() {
        String before = token();
        server.revokeAll();
        String after = token();
        assertThat(resource(before)).isEqualTo(401);
        assertThat(resource(after)).isEqualTo(200);
    }

    @Test
    void a_forged_token_is_refused() {
        String token = token();
        String[] parts = token.split("\\.");
        assertThat(resource(parts[0] + "." + parts[1] + "x." + parts[2])).isEqualTo(401);
        assertThat(resource(parts[0] + "." + parts[1] + ".")).isEqualTo(401);
        assertThat(resource("nonsense")).isEqualTo(401);
    }

    @Test
    void counts_from_zero_after_a_reset() {
        token();
        tokenAnswer("wrong");
        resource("wrong");
        assertThat(server.counts()).isEqualTo(new Counts(2, 1, 1, 0, 1, 0, 1, 1));
        server.resetCounts();
        assertThat(server.counts()).isEqualTo(new Counts(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void tells_the_listener_one_line_per_token_request_without_secret_or_token() {
        String token = token();
        tokenAnswer("wr0ng-secret");
        server.fault(Fault.status(503), 1);
        tokenAnswer("secret");

        assertThat(lines)
                .containsExactly(
                        "200 granted to id: ess:account:read",
                        "401 invalid_client: client authentication failed",
                        "fault: status 503");
        assertThat(lines).noneMatch(line -> line.contains("wr0ng") || line.contains(token));
    }

    @Test
    void a_listener_that_throws_does_not_change_the_response() {
        try (TokenServer other = TokenServer.builder()
                .client("id", "secret", "ess:account:read")
                .listener(line -> {
                    throw new IllegalStateException("on purpose");
                })
                .start()) {
            assertThat(Http.form(other.tokenUri(), BODY, "Authorization", Http.basic("id", "secret"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void waits_before_each_response_when_a_delay_is_set() {
        try (TokenServer slow = TokenServer.builder()
                .client("id", "secret", "ess:account:read")
                .delay(Duration.ofMillis(200))
                .start()) {
            long start = System.nanoTime();
            Http.form(slow.tokenUri(), BODY, "Authorization", Http.basic("id", "secret"));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        }
    }

    @Test
    void refuses_a_body_without_end() {
        assertThat(Http.form(server.tokenUri(), "x".repeat(65_537)).statusCode())
                .isEqualTo(413);
        assertThat(Http.form(server.tokenUri(), "x".repeat(65_536)).statusCode())
                .isEqualTo(401);
    }

    @Test
    void has_no_admin_endpoints_and_no_certificate_unless_asked_for() {
        assertThat(Http.get(server.uri("/admin/requests")).statusCode()).isEqualTo(404);
        assertThatIllegalStateException().isThrownBy(server::certificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a+b", "quo\"te"})
    void refuses_to_register_what_is_no_scope(String scope) {
        assertThatIllegalArgumentException().isThrownBy(() -> server.register("id", "secret", scope));
    }

    @Test
    void closing_stops_listening_drops_connections_and_leaves_no_thread() throws Exception {
        try (Socket idle = Http.open(server.tokenUri())) {
            server.fault(Fault.hang(), 1);
            Http.write(idle, Http.rawTokenRequest(server.tokenUri(), BODY));
            while (server.counts().inFlight() == 0) {
                Thread.onSpinWait();
            }
            long before = threads();
            server.close();
            server.close();
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
            assertThat(server.counts().inFlight()).isZero();
            assertThat(threads()).isLessThan(before);
        }
        assertThatThrownBy(() -> Http.open(server.tokenUri()).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_port_that_is_taken_is_an_error() {
        TokenServerBuilder second = TokenServer.builder().port(server.port());
        assertThatThrownBy(second::start).hasMessageContaining("" + server.port());
    }

    private String token() {
        return Http.member(tokenAnswer("secret").body(), "access_token");
    }

    private HttpResponse<String> tokenAnswer(String secret) {
        return Http.form(server.tokenUri(), BODY, "Authorization", Http.basic("id", secret));
    }

    private int resource(String token) {
        return Http.get(server.uri("/beta/accounts/ess"), "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("token-server"))
                .count();
    }
}
