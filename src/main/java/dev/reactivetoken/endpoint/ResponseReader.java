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
import org.jspecify.annotations.Nullable;

/** Makes one token response or one {@link TokenException} of any answer of an endpoint. */
final class ResponseReader {

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
        ResponseHeaders fields = ResponseHeaders.of(headers);
        @Nullable Duration retryAfter = RetryAfter.parse(fields.first("Retry-After"), clock);
        if (status < 200 || status > 299 || (json != null && json.text("error") != null)) {
            ErrorResponse response = new ErrorResponse(
                    status,
                    ErrorMembers.code(json, request),
                    ErrorMembers.description(json, body, request),
                    retryAfter,
                    fields);
            throw errors.of(request, response, json);
        }
        ErrorResponse response = new ErrorResponse(status, null, null, retryAfter, fields);
        if (json == null) {
            throw new Malformed("the answer of " + origin + ' ' + unreadable(body, fields, request), response);
        }
        return new SuccessfulResponse(json, request, dialect, origin, response).read(sent);
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
