package dev.reactivetoken.testing.server;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Barracuda Token Service: RFC 6749 section 4.4, with the client in the header or in the body, never in both. */
final class BarracudaTokens implements TokenRules {

    private static final String CHALLENGE = "Basic realm=\"Token Service\"";

    private final Clients clients;
    private final AccessTokens tokens;

    BarracudaTokens(Clients clients, AccessTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    @Override
    public Granted grant(Request request) {
        Form form = request.form();
        Client client = request.header("Authorization") == null ? fromBody(form) : fromHeader(request, form);
        String grantType = form.require("grant_type");
        if (!grantType.equals("client_credentials")) {
            throw Refusal.of(400, "unsupported_grant_type", "only client_credentials is supported");
        }
        Set<String> scopes = Scopes.parse(form.get("scope"), ' ', client.scopes());
        AccessTokens.Issued token = tokens.issue(client.id(), scopes);
        return new Granted(client, scopes, json(token, scopes));
    }

    private static String json(AccessTokens.Issued token, Set<String> scopes) {
        return scopes.isEmpty()
                ? Json.object(
                        "access_token", token.value(),
                        "token_type", "Bearer",
                        "expires_in", token.seconds())
                : Json.object(
                        "access_token", token.value(),
                        "token_type", "Bearer",
                        "expires_in", token.seconds(),
                        "scope", String.join(" ", scopes));
    }

    private Client fromBody(Form form) {
        Client client = clients.authenticate(form.get("client_id", ""), form.get("client_secret", ""));
        if (client == null) {
            throw Refusal.of(401, "invalid_client", "client authentication failed");
        }
        return client;
    }

    private Client fromHeader(Request request, Form form) {
        if (form.has("client_secret")) {
            throw Refusal.invalidRequest("more than one way of client authentication");
        }
        Client client = fromBasic(request.credentials("Basic"));
        if (client == null) {
            throw Refusal.of(401, "invalid_client", "client authentication failed")
                    .challenging(CHALLENGE);
        }
        if (!form.get("client_id", client.id()).equals(client.id())) {
            throw Refusal.invalidRequest("client_id is not the one of the header");
        }
        return client;
    }

    /** RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
    private @Nullable Client fromBasic(@Nullable String credentials) {
        if (credentials == null) {
            return null;
        }
        try {
            String joined = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = joined.indexOf(':');
            return colon < 0
                    ? null
                    : clients.authenticate(
                            Form.decode(joined.substring(0, colon)), Form.decode(joined.substring(colon + 1)));
        } catch (IllegalArgumentException | Refusal malformed) {
            return null;
        }
    }
}
