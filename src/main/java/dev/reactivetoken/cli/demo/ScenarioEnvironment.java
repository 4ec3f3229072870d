package dev.reactivetoken.cli.demo;

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

/** A token endpoint on loopback, a credential file, and sources that use both. */
class ScenarioEnvironment implements AutoCloseable {

    private static final String CLIENT = "demo";

    private final TokenServer server;
    private final Path directory;
    private final Path file;

    ScenarioEnvironment() throws IOException {
        this.directory = Files.createTempDirectory("rtoken");
        this.file = directory.resolve("client.properties");
        this.server = TokenServer.builder()
                .client(CLIENT, "replaced", Barracuda.ESS_ACCOUNT_READ)
                .start();
        writeSecret(resetSecret());
    }

    TokenServer server() {
        return server;
    }

    /** A resource of the server that needs a token. */
    URI resource() {
        return server.uri("/beta/accounts/ess");
    }

    /** The file with client id and secret. */
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

    /** Makes a new secret; the one in the file is refused from now on. */
    final String resetSecret() {
        return server.resetSecret(CLIENT);
    }

    /** Replaces the file atomically: no reader sees half of it. */
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
            // it stays in the directory for temporary files; the server that knew the secret in it is gone
        }
    }
}
