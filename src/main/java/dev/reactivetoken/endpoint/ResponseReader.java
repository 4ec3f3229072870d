package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.ResponseHeaders;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one token response or one {@link TokenException} of any answer of an endpoint. */
final class ResponseReader {

    private static final Set<String> TOKENS = Set.of("access_token", "refresh_token", "id_token");

    private final Dialect dialect;
    private final TokenClock clock;
    private final ErrorResponses errors;
    private final String origin;

    ResponseReader(URI uri, Dialect dialect, TokenClock clock) {
        this.dialect = dialect;
        this.clock = clock;
        this.errors = new ErrorResponses(uri);
        this.origin = UriText.origin(uri);
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
        ErrorResponse response = response(request, status, ResponseHeaders.of(headers), json);
        if (response.error() != null || status < 200 || status > 299) {
            throw errors.of(request, response, json != null);
        }
        if (json == null) {
            throw new Malformed(
                    "the answer of " + origin + ' ' + unreadable(body, response.headers(), request), response);
        }
        return new SuccessfulResponse(json, request, dialect, origin, response).read(sent);
    }

    private ErrorResponse response(
            TokenRequest request, int status, ResponseHeaders headers, @Nullable JsonObject json) {
        @Nullable Duration retryAfter = RetryAfter.parse(headers.first("Retry-After"), clock);
        return json == null || json.text("error") == null
                ? new ErrorResponse(status, null, null, retryAfter, headers)
                : new ErrorResponse(
                        status, code(json, request), words(json, "error_description", request), retryAfter, headers);
    }

    /** A code of an RFC is read by programs, this one among them: no secret of the same letters blots it out. */
    private static @Nullable String code(JsonObject json, TokenRequest request) {
        @Nullable String code = json.text("error");
        return code != null && ErrorCodes.isRegistered(code) ? code : words(json, "error", request);
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
}
