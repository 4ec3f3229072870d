package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

class GatewayCommandTest {

    private static final String CANARY = "c4n4ry-secret";
    private static final String CALL = "/beta/accounts/ess";

    private final Cli cli = new Cli().with("RTOKEN_CLIENT_ID", "app").with("RTOKEN_CLIENT_SECRET", CANARY);
    private final HttpClient http = HttpClient.newHttpClient();
    private TokenServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        server = TokenServer.builder().client("app", CANARY, "ess:account:read").start();
    }

    @AfterEach
    void no_secret_was_printed() {
        server.close();
        assertThat(cli.out() + cli.err()).doesNotContain(CANARY);
    }

    private String[] arguments(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "gateway", "--provider=barracuda-us", "--token-uri=" + server.tokenUri(), "--scope=ess:account:read"));
        all.addAll(List.of(more));
        if (List.of(more).stream().noneMatch(each -> each.startsWith("--listen"))) {
            all.add("--listen=127.0.0.1:0");
        }
        return all.toArray(new String[0]);
    }

    private HttpResponse<String> get(String uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void forwards_with_a_token_and_prints_a_line_to_paste() throws Exception {
        try (Running gateway = new Running(cli, arguments("--upstream=" + server.uri("")))) {
            HttpResponse<String> answer = get(gateway.find("  curl (http://127.0.0.1:\\d+" + CALL + ")"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("Example Ltd.");
            assertThat(cli.out()).contains("forwards to         " + server.uri(""), "as client           app");
            assertThat(get(gateway.find("health +(\\S+)")).body()).contains("\"status\":\"UP\"");
            String metrics = get(gateway.find("metrics +(\\S+)")).body();
            assertThat(metrics)
                    .contains(
                            "reactive_token_refresh",
                            "reactive_token_proxy_requests_total{status=\"2xx\"} 1.0",
                            "reactive_token_proxy_active 0.0",
                            "reactive_token_proxy_upstream_seconds_count 1")
                    .containsPattern("reactive_token_proxy_sent_bytes_total [1-9]");
            assertThat(get(gateway.find("(http\\S+)" + CALL) + CALL, "Authorization", "Basic eDp5")
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(cli.err()).isEmpty();
    }

    @Test
    void takes_up_a_new_secret_from_its_file() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), CANARY);
        cli.variables.remove("RTOKEN_CLIENT_SECRET");
        try (Running gateway =
                new Running(cli, arguments("--upstream=" + server.uri(""), "--client-secret-file=" + secret))) {
            String uri = gateway.find("  curl (http://127.0.0.1:\\d+" + CALL + ")");
            String next = CANARY + "2";
            server.resetSecret("app", next);
            Files.writeString(secret, next);
            server.revokeAll();

            // a new token is shared for a second, even if it is rejected
            assertThat(Await.until(() -> get(uri).statusCode() == 200)).isTrue();
        }
    }

    @Test
    void replaces_a_clients_authorization_if_told_so() throws Exception {
        try (Running gateway =
                new Running(cli, arguments("--upstream=" + server.uri(""), "--client-authorization=replace"))) {
            assertThat(get(gateway.find("curl (\\S+)"), "Authorization", "Basic eDp5")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void trusts_the_upstreams_certificate_that_it_is_told_to() throws Exception {
        try (TokenServer tls = TokenServer.builder()
                        .tls()
                        .client("app", CANARY, "ess:account:read")
                        .start();
                Running gateway = new Running(
                        cli,
                        arguments(
                                "--upstream=" + tls.uri(""),
                                "--upstream-cacert=" + Pem.write(tls.certificate(), directory.resolve("ca.pem"))))) {
            // 401, since the token is of the other server: the handshake with this one succeeded
            assertThat(get(gateway.find("curl (\\S+)")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void ends_when_the_client_is_refused() throws Exception {
        server.resetSecret("app");

        assertThat(cli.run(arguments("--upstream=" + server.uri("")))).isEqualTo(2);

        assertThat(cli.errLines())
                .singleElement()
                .asString()
                .startsWith("rtoken: ")
                .contains("invalid_client");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void starts_while_the_token_endpoint_is_down() throws Exception {
        server.fault(Fault.status(503), Integer.MAX_VALUE);
        try (Running gateway = new Running(cli, arguments("--upstream=" + server.uri("")))) {
            String call = gateway.find("curl (\\S+)");
            assertThat(cli.out()).contains("none yet").contains("503");
            HttpResponse<String> refused = get(call);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(refused.headers().firstValue("retry-after")).isPresent();

            server.clearFaults();
            assertThat(Await.until(() -> get(call).statusCode() == 200)).isTrue();
        }
    }

    @Test
    void stopped_it_lets_requests_in_flight_end() throws Exception {
        Sinks.Empty<Void> go = Sinks.empty();
        CountDownLatch asked = new CountDownLatch(1);
        DisposableServer slow = HttpServer.create()
                .host("127.0.0.1")
                .handle((request, response) -> {
                    asked.countDown();
                    return response.sendString(go.asMono().then(Mono.just("done")));
                })
                .bindNow();
        try (Running gateway =
                new Running(cli, arguments("--upstream=http://127.0.0.1:" + slow.port(), "--drain=30s"))) {
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                    HttpRequest.newBuilder(URI.create(gateway.find("curl (\\S+)")))
                            .version(HttpClient.Version.HTTP_1_1)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

            gateway.interrupt();

            gateway.find("(stopping: 1 requests in flight have up to 30 s to end)");
            go.tryEmitEmpty();
            assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
            assertThat(gateway.status()).isZero();
            assertThat(cli.err()).doesNotContain("dropped");
        } finally {
            slow.disposeNow();
        }
    }

    @Test
    void says_how_to_use_it() throws Exception {
        assertThat(cli.run(arguments("--upstream=https://a.example", "--listen=0.0.0.0:0")))
                .isEqualTo(64);
        assertThat(cli.err()).contains("could use the token", "--allow-remote-clients");
        assertThat(cli.run(arguments("--upstream=http://a.example"))).isEqualTo(64);
        assertThat(cli.err()).contains("clear text", "--allow-http");
        assertThat(cli.run(arguments("--upstream=ftp://a.example"))).isEqualTo(64);
        assertThat(cli.run(arguments("--listen=8080"))).isEqualTo(64);
        assertThat(cli.err()).contains("127.0.0.1:8080");
        assertThat(cli.run(arguments("--upstream=https://a.example", "--client-authorization=keep")))
                .isEqualTo(64);
        assertThat(cli.run("gateway", "--token-uri=" + server.tokenUri())).isEqualTo(64);
        assertThat(cli.err()).contains("--upstream");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(cli.run(arguments("--upstream=https://a.example", "--listen=127.0.0.1:" + taken.getLocalPort())))
                    .isEqualTo(3);
            assertThat(cli.err()).contains("in use");
        }
        assertThat(cli.out()).isEmpty();
    }
}
