package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells an endpoint's "no" from its "not now". */
final class ErrorResponses {

    /** Error codes that say "later", whatever the status; of RFC 6749 section 4.1.2.1 and RFC 8628 section 3.5. */
    private static final Set<String> LATER = Set.of("temporarily_unavailable", "server_error", "slow_down");

    private static final Set<Integer> STATUSES_LATER = Set.of(408, 425, 429);

    private final URI uri;
    private final String origin;

    ErrorResponses(URI uri) {
        this.uri = uri;
        this.origin = TokenUri.origin(uri);
    }

    /** What an answer without a token means. */
    TokenException of(TokenRequest request, ErrorResponse fault, @Nullable String location) {
        int status = fault.status();
        if (status >= 500
                || STATUSES_LATER.contains(status)
                || (fault.error() != null && LATER.contains(fault.error()))) {
            return new Unreachable(origin + " cannot answer now", fault, null);
        }
        if (status >= 300 && status < 400) {
            return new Refused(redirect(request, location), fault);
        }
        if (status < 200) {
            return new Malformed(origin + " answered with a status that ends no request", fault);
        }
        return refused(request, fault);
    }

    private Refused refused(TokenRequest request, ErrorResponse fault) {
        Refused refused = new Refused(origin + " refused the token request", fault);
        return refused.concernsClient() && request.hint() != null
                ? new Refused(origin + " refused the token request; " + request.hint(), fault)
                : refused;
    }

    private String redirect(TokenRequest request, @Nullable String location) {
        String target = target(request, location);
        return origin + " answered with a redirect; redirects are never followed, since the client's secret would go"
                + " along: set the token URI to " + target + " if that is the right one";
    }

    /** Where the redirect leads, without query and user info. */
    private String target(TokenRequest request, @Nullable String location) {
        try {
            URI target = location == null ? uri : uri.resolve(location);
            return location == null || target.getHost() == null
                    ? "where it leads"
                    : String.valueOf(ErrorText.clean(TokenUri.shown(target), request));
        } catch (IllegalArgumentException e) {
            return "where it leads";
        }
    }
}
