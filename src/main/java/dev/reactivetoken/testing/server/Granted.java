package dev.reactivetoken.testing.server;

import java.util.Collection;

/** What the rules grant: the body of the answer, and for whom it is. */
record Granted(Client client, Collection<String> scopes, String json) {

    /** The body holds a token. */
    @Override
    public String toString() {
        return "granted to " + client.id() + ": " + String.join(" ", scopes);
    }
}
