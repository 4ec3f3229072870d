package dev.reactivetoken.cli;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.token.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the client. A secret is never an argument. */
final class Identity {

    private static final String ID_VARIABLE = "RTOKEN_CLIENT_ID";
    private static final String SECRET_VARIABLE = "RTOKEN_CLIENT_SECRET";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--client-id", paramLabel = "ID", description = "Client id. Default: $RTOKEN_CLIENT_ID.")
    private @Nullable String clientId;

    @Option(
            names = "--client-secret-file",
            paramLabel = "FILE",
            description = "File with the client secret alone, read again at each token request. Default:"
                    + " $RTOKEN_CLIENT_SECRET, else it is asked for.")
    private @Nullable Path secretFile;

    @Option(
            names = "--credentials",
            paramLabel = "PATH",
            description = "Client id and secret: a directory with the files client-id and client-secret, or a JSON"
                    + " or properties file with these keys.")
    private @Nullable Path credentials;

    @Option(
            names = {"--client-secret", "--secret"},
            hidden = true,
            arity = "0..1",
            paramLabel = "NEVER")
    @SuppressWarnings("DoNotCallSuggester") // picocli calls it
    void refuse(@Nullable String ignored) {
        throw wrong("a secret must not be an argument: every process on this machine can read it there, and the shell"
                + " keeps it in its history. Use --client-secret-file FILE, the variable " + SECRET_VARIABLE
                + ", or type it when asked");
    }

    /** Id and secret, from the first place that has them. */
    CredentialSource credential(ProcessEnvironment environment) {
        if (credentials != null) {
            if (clientId != null || secretFile != null) {
                throw wrong("--credentials has id and secret already: leave out --client-id and --client-secret-file");
            }
            if (Files.notExists(credentials)) {
                throw wrong(credentials + " is not there");
            }
            return CredentialSource.file(credentials);
        }
        String id = clientId(environment);
        Secret secret = secret(id, environment);
        return secretFile != null && Files.isRegularFile(secretFile) // a pipe can be read once
                ? CredentialSource.file(id, secretFile)
                : CredentialSource.fixed(id, secret);
    }

    /** The client as it is shown. */
    String name(ProcessEnvironment environment) {
        return credentials != null ? "of " + credentials : clientId(environment);
    }

    /** The id alone, for a public client. */
    String clientId(ProcessEnvironment environment) {
        String id = clientId != null ? clientId : environment.variable(ID_VARIABLE);
        if (id == null || id.isEmpty()) {
            throw wrong("no client id: use --client-id, --credentials, or the variable " + ID_VARIABLE);
        }
        return id;
    }

    private Secret secret(String id, ProcessEnvironment environment) {
        if (secretFile != null) {
            return read(secretFile);
        }
        String value = environment.variable(SECRET_VARIABLE);
        if (value != null) {
            return Secret.of(value);
        }
        char[] typed = environment.prompt("Client secret of " + id + ": ");
        if (typed == null || typed.length == 0) {
            throw wrong(
                    "no client secret: use --client-secret-file, --credentials, or the variable " + SECRET_VARIABLE);
        }
        return Secret.of(new String(typed));
    }

    /** A line end at the end of the file is not part of the secret. */
    private Secret read(Path file) {
        try {
            String secret = Files.readString(file, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
            if (secret.isEmpty()) {
                throw wrong(file + " is empty");
            }
            return Secret.of(secret);
        } catch (IOException e) {
            throw wrong(file + (Files.notExists(file) ? " is not there" : " cannot be read as text"));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
