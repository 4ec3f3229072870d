package dev.reactivetoken.cli;

import dev.reactivetoken.testing.server.Profile;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.testing.server.TokenServerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the embedded server until it is stopped. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Runs an authorization server on loopback until it is stopped. It is as strict as the provider that it stands"
                    + " for, and has the provider's resource endpoints too.",
            "It is for tests on this machine: its secrets and tokens are worth nothing elsewhere, and every client that"
                    + " can connect controls it by the endpoints below /admin/."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rtoken serve",
            "  rtoken serve --port 0 --client my-app:my-secret --lifetime 5s",
            "  rtoken serve --provider echoplatform-us --tls"
        },
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "Port to listen on, 0 for any free one. Default: 9090.")
    private int port;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            converter = NamedOption.Served.class,
            completionCandidates = NamedOption.ServedNames.class,
            defaultValue = "barracuda-us",
            description = "Provider to stand for: ${COMPLETION-CANDIDATES}. Default: barracuda-us.")
    private Preset preset = Preset.of("barracuda-us");

    @Option(
            names = "--client",
            paramLabel = "ID:SECRET",
            description = "A registered client; repeatable. ECHOplatform wants 32 hexadecimal digits for both."
                    + " Default: a demo client with a random secret.")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            split = "[,\\s]+",
            splitSynopsisLabel = ",",
            description = "A scope that every client has; repeatable. Default: all that the provider knows.")
    private List<String> scopes = new ArrayList<>();

    @Option(
            names = "--lifetime",
            paramLabel = "TIME",
            converter = DurationText.class,
            defaultValue = "1h",
            description = "How long tokens live: 1500ms, 30s, 5m, 1h, PT1H. Default: 1h.")
    private Duration lifetime = Duration.ZERO;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DurationText.class,
            defaultValue = "0s",
            description = "How long each token request takes. Default: 0s.")
    private Duration delay = Duration.ZERO;

    @Option(names = "--tls", description = "Serve https with a new self-signed certificate.")
    private boolean tls;

    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description = "A registered redirect URI, for the web server profile of ECHOplatform; repeatable.")
    private List<URI> redirectUris = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<KnownClient> known = clients();
        TokenServer server = start(known, out);
        UntilStopped.run(
                () -> new Banner(server, preset, scopes(), tls).print(out, known.get(0), clients.isEmpty()),
                server::close);
        return ExitCode.OK;
    }

    private TokenServer start(List<KnownClient> known, PrintWriter out) {
        try {
            TokenServerBuilder builder = TokenServer.builder()
                    .port(port)
                    .profile(preset.profile())
                    .lifetime(lifetime)
                    .delay(delay)
                    .admin(true)
                    .redirectUri(redirectUris.toArray(new URI[0]))
                    .listener(line -> log(out, line));
            known.forEach(each -> builder.client(each.id(), each.secret(), scopes().toArray(new String[0])));
            return (tls ? builder.tls() : builder).start();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw BindFailure.explained(e, "port " + port, "--port");
        }
    }

    private List<KnownClient> clients() {
        if (clients.isEmpty()) {
            String id = preset.profile() == Profile.ECHOPLATFORM ? hex() : "demo";
            return List.of(new KnownClient(id, hex()));
        }
        return clients.stream()
                .map(text -> KnownClient.parse(text).orElseThrow(() -> wrong("--client must be ID:SECRET")))
                .toList();
    }

    /** 32 digits that cannot be guessed. */
    private static String hex() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private List<String> scopes() {
        return scopes.isEmpty() ? preset.provider().scopes() : scopes;
    }

    /** One line for each token request; the server never puts a secret in it. */
    private static void log(PrintWriter out, String line) {
        out.println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + "  " + line);
        out.flush();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
