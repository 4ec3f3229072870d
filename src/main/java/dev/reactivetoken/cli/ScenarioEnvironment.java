package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What an act is played on: a token endpoint on loopback, a credential file, and sources that use both. */
class ScenarioEnvironment implements AutoCloseable {

    private static final String CLIENT = "demo";

    private final TokenServer server;
    private final Path directory;
    private final Path file;

    ScenarioEnvironment() throws IOException {
        this.directory = Files.createTempDirectory("rtoken");
        this.file = directory.resolve("client.properties");
        String secret = RandomText.hex(16);
        writeSecret(secret);
        this.server = TokenServer.builder()
                .client(CLIENT, secret, Barracuda.ESS_ACCOUNT_READ)
                .start();
    }

    TokenServer server() {
        return server;
    }

    /** What asks for a token of ours. */
    URI resource() {
        return server.uri("/beta/accounts/ess");
    }

    /** Where client id and secret are. */
    Path credentials() {
        return file;
    }

    /** A source that has not asked for a token yet. */
    final ReactiveTokenSource source() {
        return builder().build();
    }

    /** What a user would write. */
    TokenSourceBuilder builder() {
        return ReactiveTokenSource.builder()
                .provider(Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri()))
                .credential(CredentialSource.file(file))
                .scopes(Barracuda.ESS_ACCOUNT_READ);
    }

    /** The provider makes a new secret; the one in the file is refused from now on. */
    String resetSecret() {
        return server.resetSecret(CLIENT);
    }

    /** Replaces the file, so that no reader sees half of it. */
    final void writeSecret(String secret) {
        try {
            Path fresh = directory.resolve("client.properties.new");
            Files.writeString(fresh, "client-id=" + CLIENT + "\nclient-secret=" + secret + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            // in the directory for temporary files, where it harms nobody: the secret in it has no server any more
        }
    }
}
