package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a refusal from an outage, and both from an answer that no token endpoint gave. */
final class ErrorResponses {

    /** Error codes that say "later", whatever the status but 401 (RFC 6749 section 4.1.2.1, RFC 8628 section 3.5). */
    private static final Set<String> LATER = Set.of("temporarily_unavailable", "server_error", "slow_down");

    private static final Set<Integer> STATUSES_LATER = Set.of(408, 425, 429);

    private final URI uri;
    private final String origin;

    ErrorResponses(URI uri) {
        this.uri = uri;
        this.origin = UriText.origin(uri);
    }

    /** What an answer without a token means. */
    TokenException of(TokenRequest request, ErrorResponse response, @Nullable JsonObject json) {
        int status = response.status();
        if (isLater(status, response.error())) {
            return new Unreachable(origin + " cannot answer now", response, null);
        }
        if (status >= 300 && status < 400) {
            return Refused.notOAuth(redirect(request, response.headers().first("Location")), response);
        }
        if (status < 200) {
            return new Malformed(origin + " answered with a status that ends no request", response);
        }
        return isOAuth(status, response.error(), json)
                ? refused(request, response)
                : Refused.notOAuth(notOAuth(), response);
    }

    /** ServiceNow answers a wrong secret with 401 and {@code server_error}. */
    private static boolean isLater(int status, @Nullable String error) {
        return status >= 500
                || STATUSES_LATER.contains(status)
                || (status != 401 && error != null && LATER.contains(error));
    }

    /**
     * Whether a token endpoint may have said this: 400 and 401 are its statuses (RFC 6749 section 5.2), some refuse a
     * client with 403 and a JSON object of their own, and an {@code error} may come with any status. But a web framework
     * gives as {@code error} what the status says, and a gateway an object.
     */
    private static boolean isOAuth(int status, @Nullable String error, @Nullable JsonObject json) {
        return switch (status) {
            case 400, 401 -> true;
            case 403 -> json != null;
            default ->
                status < 300
                        || (error != null
                                && json != null
                                && !json.isOther("error")
                                && !error.equalsIgnoreCase(
                                        HttpResponseStatus.valueOf(status).reasonPhrase()));
        };
    }

    private Refused refused(TokenRequest request, ErrorResponse response) {
        Refused refused = new Refused(origin + " refused the token request", response);
        return refused.concernsClient() && request.hint() != null
                ? new Refused(origin + " refused the token request; " + request.hint(), response)
                : refused;
    }

    private String notOAuth() {
        return UriText.withoutQuery(uri)
                + " did not answer as a token endpoint does: check the token URI, and the proxy,"
                + " ingress or firewall in front of it";
    }

    private String redirect(TokenRequest request, @Nullable String location) {
        return UriText.withoutQuery(uri) + " answered with a redirect; redirects are never followed, since the client's"
                + " secret would go along: set the token URI to " + target(request, location)
                + " if that is the right one";
    }

    /** Where the redirect leads, without query and user info. */
    private String target(TokenRequest request, @Nullable String location) {
        try {
            URI target = location == null ? uri : uri.resolve(location);
            return location == null || target.getHost() == null
                    ? "where it leads"
                    : String.valueOf(ErrorText.clean(UriText.withoutQuery(target), request));
        } catch (IllegalArgumentException e) {
            return "where it leads";
        }
    }
}
