package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.Profile;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {

    private static final String ID = "some app";
    private static final String CANARY = "c4n4ry+of/the:secret";
    private static final String HEX_ID = "0123456789abcdef0123456789abcdef";

    private final Cli cli = new Cli();
    private TokenServer server;

    @TempDir
    private Path directory;

    @BeforeEach
    void start() {
        server = TokenServer.builder()
                .client(ID, CANARY, "ess:account:read", "forensics:account:read")
                .start();
        cli.with("RTOKEN_CLIENT_ID", ID).with("RTOKEN_CLIENT_SECRET", CANARY);
    }

    @AfterEach
    void no_secret_was_printed() {
        server.close();
        assertThat(cli.out() + cli.err() + cli.prompted).doesNotContain(CANARY);
    }

    @Test
    void prints_the_token_alone() throws Exception {
        assertThat(run("--scope", "ess:account:read")).isZero();

        assertThat(cli.out()).matches("[\\w.-]+\\R");
        assertThat(cli.err()).isEmpty();
        assertThat(statusWith("Bearer " + cli.out().strip())).isEqualTo(200);
    }

    @Test
    void prints_the_whole_header_line() throws Exception {
        assertThat(run("--scope", "ess:account:read", "--header")).isZero();

        assertThat(cli.out()).matches("Authorization: Bearer [\\w.-]+\\R");
        assertThat(statusWith(cli.out().strip().substring("Authorization: ".length())))
                .isEqualTo(200);
    }

    @Test
    void prints_one_json_object() {
        assertThat(run("--scope", "ess:account:read", "--json")).isZero();

        assertThat(cli.out())
                .matches("\\{\"access_token\":\"[\\w.-]+\",\"token_type\":\"Bearer\",\"scope\":\"ess:account:read\","
                        + "\"issued_at\":\"[^\"]+Z\",\"expires_at\":\"[^\"]+Z\",\"expires_in\":3600}\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--scope=%s,%s", "--scope=%s %s", "--scope=%s --scope=%s"})
    void takes_several_scopes_in_any_form(String form) {
        String scopes = String.format(form, "ess:account:read", "forensics:account:read");
        List<String> arguments = new ArrayList<>(List.of("--json"));
        arguments.addAll(form.contains(" --") ? List.of(scopes.split(" ")) : List.of(scopes));

        assertThat(run(arguments.toArray(new String[0]))).isZero();
        assertThat(cli.out()).contains("\"scope\":\"ess:account:read forensics:account:read\"");
    }

    @Test
    void reads_the_secret_from_a_file() throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), CANARY + "\n");
        cli.variables.remove("RTOKEN_CLIENT_SECRET");

        assertThat(run("--scope", "ess:account:read", "--client-secret-file", file.toString()))
                .isZero();
        assertThat(cli.prompted).isNull();
    }

    @Test
    void reads_id_and_secret_from_a_credential_file() throws IOException {
        Path file = Files.writeString(
                directory.resolve("c.json"), "{\"client_id\":\"" + ID + "\",\"client_secret\":\"" + CANARY + "\"}");
        cli.variables.clear();

        assertThat(run("--scope", "ess:account:read", "--credentials", file.toString()))
                .isZero();
    }

    @Test
    void asks_for_the_secret_when_nothing_has_it() {
        cli.variables.remove("RTOKEN_CLIENT_SECRET");
        cli.typed = CANARY;

        assertThat(run("--scope", "ess:account:read")).isZero();
        assertThat(cli.prompted).contains(ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "basic", "client_secret_post", "post"})
    void proves_its_identity_as_told(String method) {
        assertThat(run("--scope", "ess:account:read", "--auth", method)).isZero();
    }

    @Test
    void speaks_like_echoplatform() {
        try (TokenServer echo = TokenServer.builder()
                .profile(Profile.ECHOPLATFORM)
                .client(HEX_ID, HEX_ID, "accounts_read", "accounts_write")
                .start()) {
            cli.with("RTOKEN_CLIENT_ID", HEX_ID).with("RTOKEN_CLIENT_SECRET", HEX_ID);

            assertThat(token(echo.tokenUri(), "echoplatform-uk", "--scope=accounts_read,accounts_write", "--header"))
                    .isZero();
            assertThat(cli.out()).startsWith("Authorization: OAuth ");
        }
    }

    @Test
    void asks_a_server_that_has_no_preset() {
        assertThat(cli.run("token", "--token-uri", server.tokenUri().toString(), "--scope", "ess:account:read"))
                .isZero();
    }

    @Test
    void trusts_the_certificate_it_is_told_to() throws Exception {
        try (TokenServer tls = TokenServer.builder()
                .client(ID, CANARY, "ess:account:read")
                .tls()
                .start()) {
            Path pem = Pem.write(tls.certificate(), directory.resolve("ca.pem"));

            assertThat(token(tls.tokenUri(), "barracuda-us", "--scope=ess:account:read"))
                    .isEqualTo(3);
            assertThat(cli.err()).contains("not trusted");
            assertThat(token(tls.tokenUri(), "barracuda-us", "--scope=ess:account:read", "--cacert=" + pem))
                    .isZero();
        }
    }

    @Test
    void ends_with_2_when_the_client_is_refused() {
        cli.with("RTOKEN_CLIENT_SECRET", CANARY + "x");

        assertThat(run("--scope", "ess:account:read")).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.errLines()).singleElement().asString().contains("rtoken: ", "401", "invalid_client");
    }

    @Test
    void ends_with_2_when_the_scope_is_refused() {
        assertThat(run("--scope", "no:such:scope")).isEqualTo(2);
        assertThat(cli.errLines()).singleElement().asString().contains("400", "invalid_scope");
    }

    @Test
    void ends_with_3_when_the_connection_is_refused() {
        URI closed = server.tokenUri();
        server.close();

        assertThat(token(closed, "barracuda-us", "--scope", "ess:account:read")).isEqualTo(3);
        assertThat(cli.errLines()).singleElement().asString().contains("cannot be connected to");
    }

    @Test
    void ends_with_3_when_the_endpoint_is_down() {
        server.fault(Fault.status(503), 10);

        assertThat(run("--scope", "ess:account:read")).isEqualTo(3);
        assertThat(cli.errLines()).singleElement().asString().contains("503").doesNotContain("next attempt");
    }

    @Test
    void ends_with_3_when_the_time_is_over() {
        server.fault(Fault.hang(), 10);

        assertThat(run("--scope", "ess:account:read", "--timeout", "500ms")).isEqualTo(3);
        assertThat(cli.errLines()).singleElement().asString().contains("500 ms");
    }

    @Test
    void ends_with_4_when_the_answer_cannot_be_read() {
        server.fault(Fault.html(), 10);

        assertThat(run("--scope", "ess:account:read")).isEqualTo(4);
        assertThat(cli.errLines()).singleElement().asString().contains("not one JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--client-secret", "--secret"})
    void refuses_a_secret_as_an_argument(String option) {
        assertThat(run("--scope", "ess:account:read", option, CANARY)).isEqualTo(64);
        assertThat(cli.err()).contains("must not be an argument", "--client-secret-file", "RTOKEN_CLIENT_SECRET");
        assertThat(run("--scope", "ess:account:read", option + "=" + CANARY)).isEqualTo(64);
        assertThat(run("--client-secrte=" + CANARY, CANARY)).isEqualTo(64);
        assertThat(server.counts().tokenRequests()).isZero();
    }

    @Test
    void tells_the_nearest_name_of_a_misspelt_one() {
        assertThat(run("--scope", "ess:account:read", "--auth", "client_secret_baisc"))
                .isEqualTo(64);
        assertThat(cli.err()).contains("--auth").contains("did you mean client_secret_basic?");
        assertThat(token(server.tokenUri(), "baracuda-us", "--scope", "ess:account:read"))
                .isEqualTo(64);
        assertThat(cli.err()).contains("--provider").contains("did you mean barracuda-us?");
    }

    @Test
    void refuses_plain_http_unless_told() {
        URI elsewhere = URI.create("http://192.0.2.1/token");

        assertThat(token(elsewhere, "barracuda-us", "--scope", "ess:account:read"))
                .isEqualTo(64);
        assertThat(cli.err()).contains("clear text", "--allow-http");
        assertThat(token(elsewhere, "barracuda-us", "--scope=ess:account:read", "--allow-http", "--timeout=100ms"))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--scope=a\"b",
                "--scope=ess:account:read --header --json",
                "--scope=ess:account:read --provider=unknown",
                "--scope=ess:account:read --auth=digest",
                "--scope=ess:account:read --provider=c4n4ry+of/the:secret",
                "--scope=ess:account:read --auth=c4n4ry+of/the:secret",
                "--scope=ess:account:read --timeout=soon",
                "--scope=ess:account:read --timeout=0s",
                "--scope=ess:account:read --param=client_secret=c4n4ry+of/the:secret",
                "--scope=ess:account:read --param=c4n4ry+of/the:secret",
                "--scope=ess:account:read --resource=relative",
                "--scope=ess:account:read --client-secret-file=/no/such/file",
                "--scope=ess:account:read --credentials=/no/such/file",
                "--scope=ess:account:read --cacert=/no/such/file",
                "--scope=ess:account:read --token-uri=ftp://example.com",
                "--scope=ess:account:read --token-uri=:",
                "--unknown",
                "unknown"
            })
    void says_how_to_use_it(String arguments) {
        List<String> all =
                new ArrayList<>(List.of("token", "--provider=barracuda-us", "--token-uri=" + server.tokenUri()));
        for (String each : arguments.isEmpty() ? new String[0] : arguments.split(" ")) {
            all.removeIf(before -> before.startsWith(each.replaceFirst("=.*", "=")));
            all.add(each);
        }

        assertThat(cli.run(all.toArray(new String[0]))).isEqualTo(64);
        assertThat(cli.errLines()).hasSize(2).last().isEqualTo("Try: rtoken token --help");
        assertThat(cli.errLines().get(0)).startsWith("rtoken: ").doesNotContain("Exception");
    }

    @Test
    void says_what_is_missing() {
        cli.variables.remove("RTOKEN_CLIENT_SECRET");
        assertThat(run("--scope", "ess:account:read")).isEqualTo(64);
        assertThat(cli.err()).contains("no client secret: use --client-secret-file");

        cli.variables.remove("RTOKEN_CLIENT_ID");
        assertThat(run("--scope", "ess:account:read")).isEqualTo(64);
        assertThat(cli.err()).contains("no client id: use --client-id");

        assertThat(cli.run("token")).isEqualTo(64);
        assertThat(cli.err()).contains("--provider, one of barracuda-us, barracuda-uk");
    }

    private int run(String... arguments) {
        return token(server.tokenUri(), "barracuda-us", arguments);
    }

    private int token(URI uri, String provider, String... arguments) {
        List<String> all = new ArrayList<>(List.of("token", "--provider", provider, "--token-uri", uri.toString()));
        all.addAll(List.of(arguments));
        return cli.run(all.toArray(new String[0]));
    }

    private int statusWith(String authorization) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/beta/accounts/ess"))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }
}
