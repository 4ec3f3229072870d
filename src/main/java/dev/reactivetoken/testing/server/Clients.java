package dev.reactivetoken.testing.server;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The registered clients, which may change at any time from any thread. */
final class Clients {

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x2A\\x2C-\\x5B\\x5D-\\x7E]+"); // no plus: it joins

    private final Map<String, Client> byId = new ConcurrentHashMap<>();
    private final RandomText random = new RandomText();
    private final Profile profile;

    Clients(Profile profile) {
        this.profile = profile;
    }

    void register(String id, String secret, Set<String> scopes) {
        check("client id", id);
        check("client secret", secret);
        for (String scope : scopes) {
            if (!SCOPE.matcher(scope).matches()) {
                throw new IllegalArgumentException("not a scope: '" + scope + "'");
            }
        }
        byId.put(id, new Client(id, secret, scopes));
    }

    void remove(String id) {
        byId.remove(id);
    }

    String resetSecret(String id) {
        String secret = profile == Profile.ECHOPLATFORM ? random.hex() : random.base64();
        resetSecret(id, secret);
        return secret;
    }

    void resetSecret(String id, String newSecret) {
        check("client secret", newSecret);
        if (byId.computeIfPresent(id, (same, client) -> client.withSecret(newSecret)) == null) {
            throw new IllegalArgumentException("no such client: " + id);
        }
    }

    @Nullable
    Client find(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    /** The client that has this id and this secret; null if there is none. */
    @Nullable
    Client authenticate(String id, String secret) {
        Client client = byId.get(id);
        return client != null && client.hasSecret(secret) ? client : null;
    }

    private void check(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " must not be empty");
        }
        if (profile == Profile.ECHOPLATFORM && !HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("the " + what + " must be a 32-digit hexadecimal number");
        }
    }
}
