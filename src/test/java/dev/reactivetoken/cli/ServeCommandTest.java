package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServeCommandTest {

    private final Cli cli = new Cli();
    private Running serving;

    @AfterEach
    void stop() throws Exception {
        if (serving != null) {
            serving.interrupt();
            assertThat(serving.status()).isZero();
        }
    }

    @Test
    void serves_a_demo_client_whose_secret_it_tells() throws Exception {
        serve("--lifetime", "5s");

        Cli client = new Cli().with("RTOKEN_CLIENT_SECRET", find("client secret +(\\w+)"));
        assertThat(client.run(
                        "token",
                        "--provider=barracuda-us",
                        "--token-uri=" + find("token endpoint +POST +(\\S+)"),
                        "--client-id=" + find("client id +(\\w+)"),
                        "--scope=forensics:account:read",
                        "--json"))
                .isZero();
        assertThat(client.out()).contains("\"expires_in\":5}");
        assertThat(find("(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  200 granted to demo: forensics:account:read)"))
                .isNotEmpty();
        String token = client.out().replaceFirst(".*access_token\":\"([^\"]+)\".*\\R", "$1");
        assertThat(cli.out()).doesNotContain(token);
    }

    @Test
    void prints_a_line_that_works_when_pasted() throws Exception {
        serve("--provider=echoplatform-us", "--tls");

        String line = find("RTOKEN_CLIENT_SECRET=(.*)");
        String[] words = line.split(" ");
        Cli client = new Cli().with("RTOKEN_CLIENT_SECRET", words[0]);
        assertThat(words[1]).isEqualTo("rtoken");
        assertThat(client.run(Arrays.copyOfRange(words, 2, words.length)))
                .as(client.err())
                .isZero();
        assertThat(find("  (curl .*)")).contains("grant_type=none", "--cacert");
    }

    @Test
    void serves_the_given_clients_and_never_tells_their_secrets() throws Exception {
        serve("--client=one:first:secret", "--client=two:other-secret", "--scope=ess:account:read");

        for (String[] each : new String[][] {{"one", "first:secret"}, {"two", "other-secret"}}) {
            Cli client = new Cli().with("RTOKEN_CLIENT_SECRET", each[1]);
            assertThat(client.run(
                            "token",
                            "--provider=barracuda-us",
                            "--token-uri=" + find("token endpoint +POST +(\\S+)"),
                            "--client-id=" + each[0],
                            "--scope=ess:account:read"))
                    .as(client.err())
                    .isZero();
        }
        assertThat(cli.out()).doesNotContain("first:secret", "other-secret");
    }

    @Test
    void says_that_a_port_is_in_use() throws Exception {
        serve();
        String port = find("http://127.0.0.1:(\\d+)/token");

        Cli second = new Cli();
        assertThat(second.run("serve", "--port", port)).isEqualTo(3);
        assertThat(second.errLines()).singleElement().asString().contains("port " + port + " is in use");
        assertThat(second.out()).isEmpty();
    }

    @Test
    void says_how_to_use_it() {
        assertThat(cli.run("serve", "--client=nocolon-but-secret")).isEqualTo(64);
        assertThat(cli.err()).contains("ID:SECRET").doesNotContain("nocolon");
        assertThat(cli.run("serve", "--port=0", "--provider=echoplatform-us", "--client=short:secret"))
                .isEqualTo(64);
        assertThat(cli.err()).contains("32-digit hexadecimal");
        assertThat(cli.run("serve", "--port=0", "--scope=a+b")).isEqualTo(64);
        assertThat(cli.run("serve", "--port=0", "--lifetime=0s")).isEqualTo(64);
        assertThat(cli.run("serve", "--port=99999")).isEqualTo(64);
        assertThat(cli.run("serve", "--port=-1")).isEqualTo(64);
        assertThat(cli.out()).isEmpty();
    }

    private void serve(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "serve";
        all[1] = "--port";
        all[2] = "0";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        serving = new Running(cli, all);
    }

    private String find(String pattern) throws Exception {
        return serving.find(pattern);
    }
}
