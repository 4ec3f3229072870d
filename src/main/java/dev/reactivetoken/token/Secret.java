package dev.reactivetoken.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Characters that are never printed: a client secret, a refresh token, an authorization code.
 *
 * <p>{@link #reveal()} is the only way to the characters, so that a search for its callers is the audit.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * A secret of these characters.
     *
     * @throws IllegalArgumentException when empty
     */
    public static Secret of(CharSequence value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret must not be empty");
        }
        return new Secret(value.toString());
    }

    /** The characters themselves, for the one place that puts them on the wire. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that does not depend on where the first difference stands. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "****";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
