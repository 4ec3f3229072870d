package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.token.AccessToken;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Gets one token and prints it. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Gets an access token by client credentials and prints it, and nothing else, on standard output.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rtoken token --provider barracuda-us --credentials client.json \\",
            "      --scope ess:account:read",
            "  rtoken token --token-uri https://id.example.com/token --client-id my-app",
            "  curl -H \"$(rtoken token --header --provider barracuda-us ...)\" \\",
            "      https://api.barracudanetworks.com/beta/accounts/ess",
            "",
            "Status: 2 refused, 3 unreachable, 4 unreadable answer, 64 wrong usage."
        },
        sortOptions = false)
final class TokenCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            converter = Preset.Converter.class,
            completionCandidates = Preset.Names.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private @Nullable Preset preset;

    @Option(
            names = "--token-uri",
            paramLabel = "URI",
            description = "Token endpoint, of a server that follows RFC 6749 or, together with --provider, of one that"
                    + " speaks like that provider.")
    private @Nullable URI tokenUri;

    @Mixin
    private Identity identity = new Identity();

    @Option(
            names = "--auth",
            paramLabel = "METHOD",
            converter = Method.Converter.class,
            completionCandidates = Method.Names.class,
            description = "How the client proves its identity: ${COMPLETION-CANDIDATES}. Default: what the provider"
                    + " wants, else basic.")
    private @Nullable Method method;

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

    @Option(names = "--header", description = "Print the whole line: Authorization: Bearer ...")
    private boolean header;

    @Option(names = "--json", description = "Print one JSON object with token, scheme, scopes and times.")
    private boolean json;

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
            description = "Send the secret in clear text, to any host. Only where the network itself is protected.")
    private boolean allowHttp;

    TokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (header && json) {
            throw wrong("--header and --json exclude each other");
        }
        try (ReactiveTokenSource source = source()) {
            AccessToken token = Objects.requireNonNull(source.token().block());
            PrintWriter out = spec.commandLine().getOut();
            out.println(header ? "Authorization: " + token.authorization() : json ? json(token) : token.value());
            out.flush();
        }
        return ExitCode.OK;
    }

    private ReactiveTokenSource source() {
        Provider provider = provider();
        if (provider.dialect().scopeRequired() && scopes.isEmpty()) {
            throw wrong(provider.name() + " wants to be asked for a scope: add --scope");
        }
        try {
            TokenSourceBuilder builder = ReactiveTokenSource.builder()
                    .provider(provider)
                    .endpoint(new EndpointOptions(allowHttp, cacert).endpoint(provider))
                    .grant(grant(provider.grant()))
                    .scopes(scopes)
                    .resilience(resilience(provider.name()));
            return method == null
                    ? builder.credential(identity.credential(surroundings)).build()
                    : builder.authentication(method.of(identity, surroundings)).build();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Provider provider() {
        if (preset != null) {
            return tokenUri == null ? preset.provider() : preset.provider().withTokenUri(tokenUri);
        }
        if (tokenUri == null) {
            throw wrong(
                    "whom to ask? Use --provider, one of " + String.join(", ", Preset.names()) + ", or --token-uri");
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

    /** An endpoint that hangs is tried more than once within the time. */
    private Resilience resilience(String name) {
        Resilience defaults = Resilience.defaults(name);
        if (timeout == null) {
            return defaults;
        }
        Duration third = timeout.dividedBy(3);
        Duration attempt = third.compareTo(defaults.attemptTimeout()) > 0 ? third : defaults.attemptTimeout();
        return defaults.withDeadline(timeout).withAttemptTimeout(attempt);
    }

    private static String json(AccessToken token) {
        return Json.object(
                "access_token", token.value(),
                "token_type", token.scheme(),
                "scope", String.join(" ", token.scopes()),
                "issued_at", token.issuedAt(),
                "expires_at", token.expiresAt(),
                "expires_in", token.lifetime().toSeconds());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
