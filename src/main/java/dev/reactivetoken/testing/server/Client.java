package dev.reactivetoken.testing.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;

/** A registered client. */
record Client(String id, String secret, Set<String> scopes) {

    Client {
        scopes = Set.copyOf(scopes);
    }

    /** Compares in constant time. */
    boolean hasSecret(String candidate) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    Client withSecret(String newSecret) {
        return new Client(id, newSecret, scopes);
    }

    @Override
    public String toString() {
        return "client " + id + " " + scopes;
    }
}
