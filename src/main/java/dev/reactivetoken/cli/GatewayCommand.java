package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.micrometer.TokenMeters;
import dev.reactivetoken.proxy.BearerProxy;
import dev.reactivetoken.proxy.BearerProxyBuilder;
import dev.reactivetoken.proxy.ClientAuthorization;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Refused;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.Converter.class,
            defaultValue = "127.0.0.1:8080",
            description = "Where clients connect; port 0 for any free one. Default: 127.0.0.1:8080.")
    private ListenAddress listen = new ListenAddress("127.0.0.1", 8080);

    @Option(
            names = "--upstream",
            paramLabel = "URL",
            description = "Where requests go, and the token; a path is put before theirs. Default: the provider's API.")
    private @Nullable URI upstream;

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Identity identity = new Identity();

    @Option(
            names = "--allow-remote-clients",
            description = "Let other hosts connect, and use the token, where --listen is no loopback address.")
    private boolean allowRemoteClients;

    @Option(
            names = "--client-authorization",
            paramLabel = "RULE",
            defaultValue = "refuse",
            description = "What becomes of a request with an Authorization of its own: refuse (it is answered 400) or"
                    + " replace. Default: refuse.")
    private Rule clientAuthorization = Rule.refuse;

    @Option(
            names = "--upstream-timeout",
            paramLabel = "TIME",
            converter = DurationText.class,
            defaultValue = "60s",
            description = "How long to wait for the upstream to begin its answer. Default: 60s.")
    private Duration upstreamTimeout = Duration.ZERO;

    @Option(
            names = "--upstream-cacert",
            paramLabel = "FILE",
            description = "Of the upstream, trust the certificates in this PEM file, in place of those of Java.")
    private @Nullable Path upstreamCacert;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            converter = DurationText.class,
            defaultValue = "10s",
            description = "How long requests in flight may take to end, once stopped. Default: 10s.")
    private Duration drain = Duration.ZERO;

    /** The values of the option, as written on the command line. */
    private enum Rule {
        refuse,
        replace;

        ClientAuthorization rule() {
            return ClientAuthorization.valueOf(name().toUpperCase(Locale.ROOT));
        }
    }

    GatewayCommand(ProcessEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        TokenMeters observer = TokenMeters.of(meters);
        URI target = upstream();
        try (ReactiveTokenSource tokens = client.source(identity, environment, observer)) {
            BearerProxy proxy = start(target, tokens, meters, observer);
            GracefulStop stop =
                    new GracefulStop(proxy, drain, spec.commandLine().getErr());
            UntilStopped.run(
                    () -> new GatewayBanner(
                                    proxy, target, client.call(), identity.name(environment), firstToken(tokens), drain)
                            .print(spec.commandLine().getOut()),
                    stop);
        }
        return ExitCode.OK;
    }

    /** A refusal is thrown, since the client is most likely configured wrongly; an endpoint that is down may come back. */
    private String firstToken(ReactiveTokenSource tokens) {
        try {
            return "until " + tokens.token().blockOptional().orElseThrow().expiresAt() + ", then renewed by itself";
        } catch (Refused refused) {
            throw refused;
        } catch (TokenException notYet) {
            return "none yet; it is asked for again at each request: " + notYet.getMessage();
        }
    }

    private BearerProxy start(
            URI target, ReactiveTokenSource tokens, PrometheusMeterRegistry meters, TokenMeters observer) {
        try {
            BearerProxyBuilder builder = BearerProxy.builder(target, tokens)
                    .listen(listen.host(), listen.port())
                    .clientAuthorization(clientAuthorization.rule())
                    .responseTimeout(upstreamTimeout)
                    .drain(drain)
                    .meters(meters)
                    .observer(observer)
                    .scrape(meters::scrape);
            if (upstreamCacert != null) {
                SslContext trust = EndpointOptions.trust(upstreamCacert);
                builder.httpClient(http -> http.secure(tls -> tls.sslContext(trust)));
            }
            if (allowRemoteClients) {
                builder.allowRemoteClients();
            }
            if (client.allowHttp()) {
                builder.allowPlainHttp();
            }
            return builder.start();
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage() + remedy(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            throw BindFailure.explained(e, listen.toString(), "--listen");
        }
    }

    private static String remedy(String message) {
        if (message.contains("loopback")) {
            return "; say --allow-remote-clients if that is meant";
        }
        return message.contains("clear text") ? " by --allow-http" : "";
    }

    private URI upstream() {
        if (upstream != null) {
            return upstream;
        }
        Set<URI> known = client.provider().resourceOrigins();
        if (known.size() != 1) {
            throw wrong("no upstream: use --upstream URL");
        }
        return known.iterator().next();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
