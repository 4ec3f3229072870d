package dev.reactivetoken.cli;

import java.util.Optional;

/** A client that the server knows. Printing one masks the secret. */
record KnownClient(String id, String secret) {

    /** {@code ID:SECRET}; the secret may have colons. */
    static Optional<KnownClient> parse(String text) {
        int colon = text.indexOf(':');
        return colon < 1 || colon == text.length() - 1
                ? Optional.empty()
                : Optional.of(new KnownClient(text.substring(0, colon), text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return "client " + id;
    }
}
