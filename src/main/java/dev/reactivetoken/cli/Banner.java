package dev.reactivetoken.cli;

import dev.reactivetoken.testing.server.Profile;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Printed when a server has started: its addresses, and lines to paste. */
final class Banner {

    private static final String HIDDEN = "SECRET";

    private final TokenServer server;
    private final Preset preset;
    private final List<String> scopes;
    private final boolean tls;

    Banner(TokenServer server, Preset preset, List<String> scopes, boolean tls) {
        this.server = server;
        this.preset = preset;
        this.scopes = scopes;
        this.tls = tls;
    }

    /**
     * Prints it in one piece.
     *
     * @param throwAway whether the client was made for this server, so that its secret can be shown
     */
    void print(PrintWriter out, KnownClient client, boolean throwAway) throws IOException {
        Path certificate = tls ? certificate() : null;
        String secret = throwAway ? client.secret() : HIDDEN;
        String trust = certificate == null ? "" : " --cacert " + certificate;
        StringBuilder text = new StringBuilder();
        line(text, "A server that speaks like " + preset.provider() + ", until Ctrl-C:");
        line(text, "");
        line(text, "  token endpoint      POST   " + server.tokenUri());
        line(
                text,
                "  resource endpoint   GET    " + server.uri(preset.provider().examplePath()));
        line(text, "  reset a secret      POST   " + server.uri("/admin/clients/" + client.id() + "/reset"));
        line(text, "  counts              GET    " + server.uri("/admin/requests"));
        line(text, "  faults              POST   " + server.uri("/admin/fault") + "   (DELETE: no more)");
        line(text, "");
        line(text, "  client id           " + client.id());
        line(text, "  client secret       " + (throwAway ? secret + "   (made for this server)" : "as given"));
        line(text, "  scopes              " + String.join(" ", scopes));
        if (certificate != null) {
            line(text, "  certificate         " + certificate);
        }
        line(text, "");
        line(text, "To paste:");
        line(text, "");
        line(text, "  " + curl(client.id(), secret, trust));
        line(
                text,
                "  RTOKEN_CLIENT_SECRET=" + quoted(secret) + " rtoken token --provider " + preset.provider()
                        + " --token-uri "
                        + server.tokenUri() + " --client-id " + quoted(client.id()) + " --scope " + scopes.get(0)
                        + trust);
        line(text, "  curl" + trust + " -d 'kind=status&status=503&times=3' " + server.uri("/admin/fault"));
        line(text, "");
        out.print(text);
        out.flush();
    }

    private String curl(String id, String secret, String trust) {
        URI uri = server.tokenUri();
        return preset.profile() == Profile.ECHOPLATFORM
                ? "curl" + trust + " -H Accept:application/json -d grant_type=none -d client_id=" + id
                        + " -d client_secret=" + secret + " -d scope=" + scopes.get(0) + " " + uri
                : "curl" + trust + " -u " + quoted(id + ":" + secret) + " -d grant_type=client_credentials -d scope="
                        + scopes.get(0) + " " + uri;
    }

    private static String quoted(String word) {
        return word.matches("[\\w.:@%+/=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Deleted when this process ends. */
    private Path certificate() throws IOException {
        Path file = Files.createTempFile("rtoken", ".pem");
        file.toFile().deleteOnExit();
        return Pem.write(server.certificate(), file);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
