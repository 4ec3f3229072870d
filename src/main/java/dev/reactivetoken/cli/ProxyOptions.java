package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.endpoint.PlainHttp;
import dev.reactivetoken.micrometer.TokenMeters;
import dev.reactivetoken.proxy.BearerProxy;
import dev.reactivetoken.proxy.BearerProxyBuilder;
import dev.reactivetoken.proxy.ClientAuthorization;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the sidecar itself: its clients and its upstream. */
final class ProxyOptions {

    @Spec(Spec.Target.MIXEE)
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

    Duration drain() {
        return drain;
    }

    /** Where requests go; without the option, the one origin of the provider's API. */
    URI upstream(ClientOptions client) {
        if (upstream != null) {
            return upstream;
        }
        Set<URI> known = client.provider().resourceOrigins();
        if (known.size() != 1) {
            throw wrong("no upstream: use --upstream URL");
        }
        return known.iterator().next();
    }

    /** Starts a proxy with these options; its meters and those of the tokens are served together. */
    BearerProxy start(
            URI target,
            ReactiveTokenSource tokens,
            ClientOptions client,
            PrometheusMeterRegistry meters,
            TokenMeters observer) {
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
        } catch (PlainHttp.Exposed e) {
            throw wrong(String.valueOf(e.allowedBy("--allow-http").getMessage()));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage() + remedy(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            throw BindFailure.explained(e, listen.toString(), "--listen");
        }
    }

    private static String remedy(String message) {
        return message.contains("loopback") ? "; say --allow-remote-clients if that is meant" : "";
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
