package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.token.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The client id and the credential of a client, from its properties. */
record ClientIdentity(ClientProperties client, PropertyPath path) {

    /** The builder with id and secret; unchanged where they are missing, so that a customizer can set them. */
    TokenSourceBuilder addTo(TokenSourceBuilder builder) {
        refuseSecondCredential();
        if (client.authentication() == AuthenticationMethod.NONE) {
            return builder.authentication(
                    path.check("client-id", () -> ClientAuthentication.none(text(client.clientId()))));
        }
        CredentialSource credential = credential();
        return credential == null ? builder : builder.credential(credential);
    }

    /** What is missing; null if nothing is. */
    @Nullable
    InvalidTokenClientException missing() {
        if (client.credentials() != null) {
            return null;
        }
        if (text(client.clientId()).isEmpty()) {
            return path.invalid("client-id", "is missing; or set credentials, which have id and secret");
        }
        boolean secret = !text(client.clientSecret()).isEmpty() || client.clientSecretFile() != null;
        return secret || client.authentication() == AuthenticationMethod.NONE
                ? null
                : path.invalid(
                        "client-secret",
                        "is missing; or set client-secret-file, or authentication=none for a public client");
    }

    private void refuseSecondCredential() {
        boolean pair = client.credentials() != null;
        boolean secret = client.clientSecret() != null;
        boolean file = client.clientSecretFile() != null;
        boolean none = client.authentication() == AuthenticationMethod.NONE;
        path.exclusive("credentials", pair, "client-id", client.clientId() != null);
        path.exclusive("credentials", pair, "client-secret", secret);
        path.exclusive("credentials", pair, "client-secret-file", file);
        path.exclusive("client-secret", secret, "client-secret-file", file);
        if (none && (pair || secret || file)) {
            throw path.invalid("authentication", "is none, for a client without a secret, but there is one");
        }
    }

    private @Nullable CredentialSource credential() {
        if (client.credentials() != null) {
            return CredentialSource.file(existing("credentials", client.credentials()));
        }
        String id = text(client.clientId());
        if (id.isEmpty()) {
            return null;
        }
        if (client.clientSecretFile() != null) {
            return CredentialSource.file(id, existing("client-secret-file", client.clientSecretFile()));
        }
        String secret = text(client.clientSecret());
        return secret.isEmpty() ? null : CredentialSource.fixed(id, Secret.of(secret));
    }

    private Path existing(String property, Path file) {
        if (Files.notExists(file)) {
            throw path.invalid(property, file + " is not there");
        }
        return file;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
