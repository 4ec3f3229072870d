package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.server.TokenServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/** What an act is played on: a token endpoint on loopback, a credential file, and sources that use both. */
final class Stage implements AutoCloseable {

    private static final String CLIENT = "demo";

    private final UnaryOperator<TokenSourceBuilder> change;
    private final TokenServer server;
    private final Path directory;
    private final Path file;

    /**
     * A stage of its own.
     *
     * @param change what is different about its sources; nothing in the demo
     */
    Stage(UnaryOperator<TokenSourceBuilder> change) throws IOException {
        this.change = change;
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

    /** A source as a user would build it, that has not asked for a token yet. */
    ReactiveTokenSource source() {
        TokenSourceBuilder builder = ReactiveTokenSource.builder()
                .provider(Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri()))
                .credential(CredentialSource.file(file))
                .scopes(Barracuda.ESS_ACCOUNT_READ);
        return change.apply(builder).build();
    }

    /** The provider makes a new secret; the one in the file is refused from now on. */
    String resetSecret() {
        return server.resetSecret(CLIENT);
    }

    /** Replaces the file, so that no reader sees half of it. */
    void writeSecret(String secret) {
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
