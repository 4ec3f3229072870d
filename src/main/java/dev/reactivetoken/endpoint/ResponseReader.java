package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.ResponseHeaders;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The tolerant reader: makes one token response or one {@link TokenException} of whatever an endpoint answered (RFC
 * 6749 sections 5.1 and 5.2).
 */
final class ResponseReader {

    private static final Set<String> KNOWN =
            Set.of("access_token", "token_type", "expires_in", "scope", "refresh_token", "id_token");

    private static final Set<String> TOKENS = Set.of("access_token", "refresh_token", "id_token");

    private static final String BLANKS = " \t\r\n";

    private final Dialect dialect;
    private final TokenClock clock;
    private final ErrorResponses refusals;
    private final String origin;

    ResponseReader(URI uri, Dialect dialect, TokenClock clock) {
        this.dialect = dialect;
        this.clock = clock;
        this.refusals = new ErrorResponses(uri);
        this.origin = TokenUri.origin(uri);
    }

    /** {@code scheme://host[:port]} of the endpoint, for messages. */
    String origin() {
        return origin;
    }

    /**
     * What the answer means.
     *
     * @param body its text, null when it was too large
     * @param sent just before the request was sent: from then on the token's life counts
     * @throws TokenException when it does not mean a token
     */
    TokenResponse read(TokenRequest request, int status, HttpHeaders headers, @Nullable String body, Moment sent) {
        @Nullable JsonObject json = body == null ? null : JsonObject.parse(body);
        ResponseHeaders kept = ResponseHeaders.of(headers);
        ErrorResponse fault = fault(request, status, kept, json);
        if (fault.error() != null || status < 200 || status > 299) {
            throw refusals.of(request, fault, kept.first("Location"));
        }
        if (json == null) {
            throw malformed(unreadable(body, kept, request), fault);
        }
        return new TokenResponse(
                accessToken(json, request, fault, sent).withExtras(json.without(KNOWN)),
                secret(json, "refresh_token", fault),
                secret(json, "id_token", fault),
                kept);
    }

    private ErrorResponse fault(TokenRequest request, int status, ResponseHeaders headers, @Nullable JsonObject json) {
        @Nullable Duration retryAfter = RetryAfter.parse(headers.first("Retry-After"), clock);
        return json == null || json.text("error") == null
                ? new ErrorResponse(status, null, null, retryAfter, headers)
                : new ErrorResponse(
                        status,
                        words(json, "error", request),
                        words(json, "error_description", request),
                        retryAfter,
                        headers);
    }

    /** What the server says, unless that is one of the tokens that stand beside it. */
    private static @Nullable String words(JsonObject json, String name, TokenRequest request) {
        @Nullable String words = json.text(name);
        for (String token : TOKENS) {
            if (words != null && json.text(token) != null) {
                words = words.replace(json.text(token), "****");
            }
        }
        return ErrorText.clean(words, request);
    }

    private AccessToken accessToken(JsonObject json, TokenRequest request, ErrorResponse fault, Moment sent) {
        @Nullable String value = string(json, "access_token", fault);
        if (value == null) {
            throw malformed("has no access_token", fault);
        }
        checkType(string(json, "token_type", fault), request, fault);
        Duration lifetime = lifetime(json, fault);
        Set<String> scopes = scopes(json, request, fault);
        try {
            return new AccessToken(value, dialect.scheme(), scopes, sent, lifetime);
        } catch (IllegalArgumentException e) {
            throw malformed("has an access_token that cannot stand in a header", fault);
        }
    }

    /** A token of a type that one does not understand must not be used (RFC 6749 section 7.1). */
    private void checkType(@Nullable String type, TokenRequest request, ErrorResponse fault) {
        if (type == null) {
            if (!dialect.tokenTypeOptional()) {
                throw malformed("has no token_type", fault);
            }
        } else if (!type.equalsIgnoreCase("Bearer") && !type.equalsIgnoreCase(dialect.scheme())) {
            throw malformed("has the token_type '" + ErrorText.clean(type, request) + "', not Bearer", fault);
        }
    }

    private Duration lifetime(JsonObject json, ErrorResponse fault) {
        @Nullable String text = json.text("expires_in");
        if (text == null) {
            return dialect.defaultLifetime();
        }
        @Nullable Duration lifetime = ExpiresIn.parse(text);
        if (lifetime == null) {
            throw malformed("has an expires_in that is not a number", fault);
        }
        return lifetime;
    }

    /** The granted scopes; those asked for when the answer names none (RFC 6749 section 5.1). Some send an array. */
    private Set<String> scopes(JsonObject json, TokenRequest request, ErrorResponse fault) {
        @Nullable String text = json.text("scope");
        if (text == null || (!text.startsWith("[") && string(json, "scope", fault) == null)) {
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

    private @Nullable Secret secret(JsonObject json, String name, ErrorResponse fault) {
        @Nullable String value = string(json, name, fault);
        return value == null ? null : Secret.of(value);
    }

    private @Nullable String string(JsonObject json, String name, ErrorResponse fault) {
        if (json.isOther(name)) {
            throw malformed("has a " + name + " that is not a string", fault);
        }
        return json.text(name);
    }

    private static String unreadable(@Nullable String body, ResponseHeaders headers, TokenRequest request) {
        if (body == null) {
            return "is larger than " + BoundedBody.LIMIT / 1024 + " KiB";
        }
        if (body.isBlank()) {
            return "is empty";
        }
        @Nullable String type = ErrorText.clean(headers.first("Content-Type"), request);
        return "is not one JSON object" + (type == null ? "" : " (its Content-Type is " + type + ')');
    }

    private Malformed malformed(String what, ErrorResponse fault) {
        return new Malformed("the answer of " + origin + ' ' + what, fault);
    }
}
