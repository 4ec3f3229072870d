package dev.reactivetoken.testing.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the scope parameter of a request. */
final class Scopes {

    private Scopes() {}

    /**
     * The requested scopes in their order. Refused unless there is one and all are known; a client without scopes may
     * request none.
     */
    static Set<String> parse(@Nullable String scope, char delimiter, Set<String> known) {
        if (scope == null && known.isEmpty()) {
            return Set.of();
        }
        if (scope == null) {
            throw Refusal.invalidScope("scope is missing");
        }
        Set<String> scopes = new LinkedHashSet<>(List.of(scope.split("[" + delimiter + "]", -1)));
        if (!known.containsAll(scopes)) {
            throw Refusal.invalidScope("a scope is unknown, not granted to this client, or badly joined");
        }
        return scopes;
    }
}
