package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.micrometer.TokenMeters;
import dev.reactivetoken.proxy.BearerProxy;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the sidecar until it is stopped. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Listens on this machine and forwards every request to one upstream, with an access token attached: for"
                    + " programs in any language, which need to know neither secret nor token.",
            "Every client that can connect can use the token. A client's own Authorization is refused. Bodies are streamed;"
                    + " HTTP/1.1, HTTP/2 and WebSocket pass; redirects are not followed. Without a token the answer is"
                    + " 503 with Retry-After and a problem document. /-/health and /-/metrics (Prometheus) report its"
                    + " state."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rtoken gateway --provider barracuda-us --credentials client.json \\",
            "      --scope ess:account:read",
            "  curl http://127.0.0.1:8080/beta/accounts/ess",
            "  rtoken gateway --upstream https://api.example.com/v1 \\",
            "      --token-uri https://id.example.com/token --client-id my-app",
            "",
            "Status: 2 refused, 3 port in use, 64 wrong usage."
        },
        sortOptions = false)
final class GatewayCommand implements Callable<Integer> {

    private final ProcessEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ProxyOptions proxy = new ProxyOptions();

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Identity identity = new Identity();

    GatewayCommand(ProcessEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        TokenMeters observer = TokenMeters.of(meters);
        URI upstream = proxy.upstream(client);
        try (ReactiveTokenSource tokens = client.source(identity, environment, observer)) {
            BearerProxy running = proxy.start(upstream, tokens, client, meters, observer);
            UntilStopped.run(
                    () -> new GatewayBanner(
                                    running,
                                    upstream,
                                    client.call(),
                                    identity.name(environment),
                                    firstToken(tokens),
                                    proxy.drain())
                            .print(spec.commandLine().getOut()),
                    new GracefulStop(running, proxy.drain(), spec.commandLine().getErr()));
        }
        return ExitCode.OK;
    }

    /** A refusal is thrown, since the client is most likely configured wrongly; an endpoint that is down may come back. */
    private static String firstToken(ReactiveTokenSource tokens) {
        try {
            return "until " + tokens.token().blockOptional().orElseThrow().expiresAt() + ", then renewed by itself";
        } catch (Refused refused) {
            throw refused;
        } catch (TokenException notYet) {
            return "none yet; it is asked for again at each request: " + notYet.getMessage();
        }
    }
}
