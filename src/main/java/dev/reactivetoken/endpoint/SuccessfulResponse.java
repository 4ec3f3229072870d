package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** The members of an answer that claims success (RFC 6749 section 5.1). */
final class SuccessfulResponse {

    private static final Set<String> KNOWN =
            Set.of("access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token");

    private static final String BLANKS = " \t\r\n";

    private final JsonObject json;
    private final TokenRequest request;
    private final Dialect dialect;
    private final String origin;
    private final ErrorResponse response;

    /**
     * Reads nothing yet.
     *
     * @param response what a failure tells of the answer
     */
    SuccessfulResponse(JsonObject json, TokenRequest request, Dialect dialect, String origin, ErrorResponse response) {
        this.json = json;
        this.request = request;
        this.dialect = dialect;
        this.origin = origin;
        this.response = response;
    }

    /**
     * The answer with a token that lives from this moment on.
     *
     * @throws Malformed when it has none that can be used; a new refresh token is kept in it
     */
    TokenResponse read(Moment sent) {
        return new TokenResponse(
                accessToken(sent).withExtras(json.without(KNOWN)),
                secret("refresh_token"),
                secret("id_token"),
                response.headers());
    }

    private AccessToken accessToken(Moment sent) {
        @Nullable String value = string("access_token");
        if (value == null) {
            throw malformed("has no access_token");
        }
        checkType(string("token_type"));
        Duration lifetime = lifetime();
        Set<String> scopes = scopes();
        try {
            return new AccessToken(value, dialect.scheme(), scopes, sent, lifetime);
        } catch (IllegalArgumentException e) {
            throw malformed("has an access_token that cannot stand in a header");
        }
    }

    /** A token of a type that one does not understand must not be used (RFC 6749 section 7.1). */
    private void checkType(@Nullable String type) {
        if (type == null) {
            if (!dialect.tokenTypeOptional()) {
                throw malformed("has no token_type");
            }
        } else if (!type.equalsIgnoreCase("Bearer") && !type.equalsIgnoreCase(dialect.scheme())) {
            throw malformed("has the token_type '" + ErrorText.clean(type, request) + "', not Bearer");
        }
    }

    private Duration lifetime() {
        @Nullable String text = json.text("expires_in");
        if (text == null) {
            return dialect.defaultLifetime();
        }
        @Nullable Duration lifetime = ExpiresIn.parse(text);
        if (lifetime == null) {
            throw malformed("has an expires_in that is not a number");
        }
        return lifetime;
    }

    /** The granted scopes; those asked for when the answer names none (RFC 6749 section 5.1). Some send an array. */
    private Set<String> scopes() {
        @Nullable String text = json.text("scope");
        if (text == null || (!text.startsWith("[") && string("scope") == null)) {
            return request.scopes();
        }
        Set<String> granted = new LinkedHashSet<>();
        StringTokenizer names =
                new StringTokenizer(text, BLANKS + (json.isOther("scope") ? "[]\"," : dialect.scopeDelimiter()));
        while (names.hasMoreTokens()) {
            granted.add(names.nextToken());
        }
        return granted.isEmpty() ? request.scopes() : granted;
    }

    private @Nullable Secret secret(String name) {
        @Nullable String value = string(name);
        return value == null ? null : Secret.of(value);
    }

    private @Nullable String string(String name) {
        if (json.isOther(name)) {
            throw malformed("has a " + name + " that is not a string");
        }
        return json.text(name);
    }

    private Malformed malformed(String what) {
        @Nullable String rotated = json.isOther("refresh_token") ? null : json.text("refresh_token");
        return new Malformed(
                "the answer of " + origin + ' ' + what, response, rotated == null ? null : Secret.of(rotated));
    }
}
