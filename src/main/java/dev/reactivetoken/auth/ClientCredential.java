package dev.reactivetoken.auth;

import dev.reactivetoken.token.Secret;

/**
 * A client identifier and its secret (RFC 6749 section 2.3.1). Printing one masks the secret.
 *
 * @param clientId not empty
 * @param clientSecret what proves it
 */
public record ClientCredential(String clientId, Secret clientSecret) {

    /** Refuses an empty id with an {@link IllegalArgumentException}; a {@link Secret} is never empty. */
    public ClientCredential {
        requireId(clientId);
    }

    static void requireId(String clientId) {
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("a client id must not be empty");
        }
    }
}
