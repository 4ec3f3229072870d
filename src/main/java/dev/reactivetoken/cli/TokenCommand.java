package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.endpoint.JsonWriter;
import dev.reactivetoken.token.AccessToken;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
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

    private final ProcessEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Mixin
    private Identity identity = new Identity();

    @Option(names = "--header", description = "Print the whole line: Authorization: Bearer ...")
    private boolean header;

    @Option(names = "--json", description = "Print one JSON object with token, scheme, scopes and times.")
    private boolean json;

    TokenCommand(ProcessEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (header && json) {
            throw wrong("--header and --json exclude each other");
        }
        try (ReactiveTokenSource source = client.source(identity, environment)) {
            AccessToken token = Objects.requireNonNull(source.token().block());
            PrintWriter out = spec.commandLine().getOut();
            out.println(header ? "Authorization: " + token.authorization() : json ? json(token) : token.value());
            out.flush();
        }
        return ExitCode.OK;
    }

    private static String json(AccessToken token) {
        return JsonWriter.object(json -> json.member("access_token", token.value())
                .member("token_type", token.scheme())
                .member("scope", String.join(" ", token.scopes()))
                .member("issued_at", token.issuedAt().toString())
                .member("expires_at", token.expiresAt().toString())
                .member("expires_in", token.lifetime().toSeconds()));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
