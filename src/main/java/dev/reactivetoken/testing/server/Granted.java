package dev.reactivetoken.testing.server;

import java.util.Collection;

/** What the rules grant: to a client, with scopes, in this response body. */
record Granted(Client client, Collection<String> scopes, String json) {

    /** The body holds a token. */
    @Override
    public String toString() {
        return "granted to " + client.id() + ": " + String.join(" ", scopes);
    }
}
