package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.provider.KnownProvider;
import dev.reactivetoken.provider.Provider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options about the token endpoint and what is asked of it; {@link Identity} has those of the client. */
final class ClientOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            converter = NamedOption.Provider.class,
            completionCandidates = NamedOption.ProviderNames.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private @Nullable KnownProvider known;

    @Option(
            names = "--token-uri",
            paramLabel = "URI",
            description = "Token endpoint, of a server that follows RFC 6749 or, together with --provider, of one that"
                    + " speaks like that provider.")
    private @Nullable URI tokenUri;

    @Option(
            names = "--auth",
            paramLabel = "METHOD",
            converter = NamedOption.Method.class,
            completionCandidates = NamedOption.MethodNames.class,
            description = "How the client proves its identity: ${COMPLETION-CANDIDATES}. Default: what the provider"
                    + " wants, else client_secret_basic. Short: basic, basic-raw, post.")
    private @Nullable AuthenticationMethod method;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = "[,\\s]+",
            splitSynopsisLabel = ",",
            description = "Scope to ask for; several by repeating it, or with commas or blanks between.")
    private List<String> scopes = new ArrayList<>();

    @Option(names = "--audience", paramLabel = "NAME", description = "Parameter audience of the request.")
    private @Nullable String audience;

    @Option(names = "--resource", paramLabel = "URI", description = "Parameter resource (RFC 8707); repeatable.")
    private List<URI> resources = new ArrayList<>();

    @Option(names = "--param", paramLabel = "KEY=VALUE", description = "Any other form parameter; repeatable.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Give up after this time, all tries together. Default: 15s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "Trust the certificates in this PEM file, in place of those of Java.")
    private @Nullable Path cacert;

    @Option(
            names = "--allow-http",
            description = "Send secret and token in clear text, to any host. Only where the network itself is"
                    + " protected.")
    private boolean allowHttp;

    /** A source of tokens as these options describe it. */
    ReactiveTokenSource source(Identity identity, ProcessEnvironment environment, TokenObserver... observers) {
        Provider provider = provider();
        if (provider.dialect().lacksScope(scopes)) {
            throw wrong(provider.name() + " needs a scope: add --scope");
        }
        try {
            TokenSourceBuilder builder = ReactiveTokenSource.builder()
                    .provider(provider)
                    .endpoint(new EndpointOptions(allowHttp, cacert).endpoint(provider))
                    .grant(grant(provider.grant()))
                    .scopes(scopes)
                    .resilience(resilience(provider.name()));
            for (TokenObserver observer : observers) {
                builder = builder.observer(observer);
            }
            return method == null
                    ? builder.credential(identity.credential(environment)).build()
                    : builder.authentication(authentication(method, identity, environment))
                            .build();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private static ClientAuthentication authentication(
            AuthenticationMethod method, Identity identity, ProcessEnvironment environment) {
        return method.hasSecret()
                ? method.with(identity.credential(environment))
                : ClientAuthentication.none(identity.clientId(environment));
    }

    /** A path of the provider's API to try. */
    String call() {
        return known == null ? "/" : known.examplePath();
    }

    /** Whether secret and token may be sent in clear text to any host. */
    boolean allowHttp() {
        return allowHttp;
    }

    /** The provider that the options name. */
    Provider provider() {
        if (known != null) {
            return tokenUri == null ? known.provider() : known.provider().withTokenUri(tokenUri);
        }
        if (tokenUri == null) {
            throw wrong("no token endpoint: use --provider, one of " + String.join(", ", KnownProvider.names())
                    + ", or --token-uri");
        }
        return Provider.of("tokens", tokenUri);
    }

    private Grant grant(Grant plain) {
        Grant grant = plain;
        if (audience != null) {
            grant = grant.audience(audience);
        }
        for (URI resource : resources) {
            grant = grant.resource(resource);
        }
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            grant = grant.parameter(each.getKey(), each.getValue());
        }
        return grant;
    }

    /** An attempt may take a third of the time, at least the default, so that a hanging endpoint is tried again. */
    private Resilience resilience(String name) {
        Resilience defaults = Resilience.defaults(name);
        if (timeout == null) {
            return defaults;
        }
        Duration third = timeout.dividedBy(3);
        Duration attempt = third.compareTo(defaults.attemptTimeout()) > 0 ? third : defaults.attemptTimeout();
        return defaults.withDeadline(timeout).withAttemptTimeout(attempt);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
