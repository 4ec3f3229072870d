package dev.reactivetoken.testing.server;

import org.jspecify.annotations.Nullable;

/**
 * ECHOplatform's resource API below {@code /v1/}: the scheme is {@code OAuth}, a 401 names its cause. {@code accounts},
 * {@code computers} and {@code partners} need the scope of their name, ending in {@code _read} for GET and in
 * {@code _write} for the other methods; anything else needs a valid token alone.
 */
final class EchoResources implements Handler {

    static final String PREFIX = "/v1/";

    private final Clients clients;
    private final AccessTokens tokens;

    EchoResources(Clients clients, AccessTokens tokens) {
        this.clients = clients;
        this.tokens = tokens;
    }

    @Override
    public Response handle(Request request) {
        String collection = request.path().substring(PREFIX.length()).split("/", 2)[0];
        String cause = error(request.credentials("OAuth"), needed(collection, request.is("GET")));
        if (cause != null) {
            throw Refusal.of(401, cause, "the token is missing, wrong, expired or lacks a scope")
                    .challenging("OAuth realm=\"ECHOplatform\", error=\"" + cause + "\"");
        }
        return Response.json(200, Json.object("resource", request.path(), "items", Json.raw("[]")));
    }

    private static @Nullable String needed(String collection, boolean read) {
        return switch (collection) {
            case "accounts", "computers", "partners" -> collection + (read ? "_read" : "_write");
            default -> null;
        };
    }

    private @Nullable String error(@Nullable String token, @Nullable String scope) {
        AccessTokens.Content content = token == null ? null : tokens.read(token);
        if (content == null || clients.find(content.clientId()) == null) {
            return "invalid_token";
        }
        if (content.expired()) {
            return "expired_token";
        }
        return scope == null || content.scopes().contains(scope) ? null : "insufficient_scope";
    }
}
