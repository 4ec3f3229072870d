package dev.reactivetoken.testing.server;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** ECHOplatform: OAuth 2.0 draft 10, where every refusal of the token endpoint has the status 400. */
final class EchoTokens implements TokenRules {

    private final Clients clients;
    private final AccessTokens tokens;
    private final CodeStore codes;
    private final CodeStore refreshTokens;
    private final boolean rotate;

    EchoTokens(Clients clients, AccessTokens tokens, CodeStore codes, CodeStore refreshTokens, boolean rotate) {
        this.clients = clients;
        this.tokens = tokens;
        this.codes = codes;
        this.refreshTokens = refreshTokens;
        this.rotate = rotate;
    }

    @Override
    public Granted grant(Request request) {
        if (!request.accepts("application/json")) {
            throw Refusal.of(406, "invalid_request", "the Accept header must name application/json");
        }
        if (request.header("Authorization") != null) {
            throw Refusal.invalidRequest("the client belongs in the body, not in the Authorization header");
        }
        Form form = request.form();
        Client client = clients.authenticate(form.require("client_id"), form.require("client_secret"));
        if (client == null) {
            throw Refusal.of(400, "invalid_client", "client authentication failed");
        }
        return switch (form.require("grant_type")) {
            case "none" -> grant(client, Scopes.parse(form.get("scope"), '+', client.scopes()), null);
            case "authorization_code" -> code(client, form);
            case "refresh_token" -> refresh(client, form);
            default ->
                throw Refusal.of(
                        400, "unsupported_grant_type", "none, authorization_code and refresh_token are supported");
        };
    }

    /** The first request of its client spends a code, even if the rest of the request is wrong. */
    private Granted code(Client client, Form form) {
        String code = form.require("code");
        AuthorizationGrant granted = owned(codes.find(code), client);
        if (!codes.spend(code)) {
            throw Refusal.invalidGrant("the code was used before");
        }
        if (!form.get("redirect_uri", "").equals(granted.redirectUri())) {
            throw Refusal.invalidGrant("the redirect URI is not the one that the code was given for");
        }
        if (!verifies(form.get("code_verifier"), granted.challenge())) {
            throw Refusal.invalidGrant("the code verifier does not match");
        }
        return grant(client, granted.scopes(), refreshTokens.issue(granted));
    }

    private Granted refresh(Client client, Form form) {
        String value = form.require("refresh_token");
        AuthorizationGrant granted = owned(refreshTokens.find(value), client);
        Set<String> scopes =
                form.has("scope") ? Scopes.parse(form.get("scope"), '+', granted.scopes()) : granted.scopes();
        if (!rotate) {
            return grant(client, scopes, null);
        }
        if (!refreshTokens.spend(value)) {
            throw Refusal.invalidGrant("the refresh token was used before");
        }
        return grant(client, scopes, refreshTokens.issue(granted));
    }

    private Granted grant(Client client, Set<String> scopes, @Nullable String refreshToken) {
        Set<String> allowed = stillAllowed(client, scopes);
        AccessTokens.Issued token = tokens.issue(client.id(), allowed);
        String seconds = Long.toString(token.seconds());
        String json = refreshToken == null
                ? Json.object("access_token", token.value(), "expires_in", seconds)
                : Json.object("access_token", token.value(), "expires_in", seconds, "refresh_token", refreshToken);
        return new Granted(client, allowed, json);
    }

    /** Without the scopes that were taken from the client since the user approved. */
    private static Set<String> stillAllowed(Client client, Set<String> scopes) {
        Set<String> allowed = new LinkedHashSet<>(scopes);
        allowed.retainAll(client.scopes());
        return allowed;
    }

    private static AuthorizationGrant owned(@Nullable AuthorizationGrant granted, Client client) {
        if (granted == null || !granted.clientId().equals(client.id())) {
            throw Refusal.invalidGrant("unknown, used before, expired, or another client's");
        }
        return granted;
    }

    /** RFC 7636 section 4.6; a verifier without a challenge is refused as well. */
    private static boolean verifies(@Nullable String verifier, @Nullable String challenge) {
        if (verifier == null || challenge == null) {
            return verifier == null && challenge == null;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            String computed = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return MessageDigest.isEqual(
                    computed.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
