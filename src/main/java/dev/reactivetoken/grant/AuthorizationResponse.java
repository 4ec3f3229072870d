package dev.reactivetoken.grant;

import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came back from an authorization endpoint through the user's browser, which may have changed it. */
final class AuthorizationResponse {

    private static final int MAX_WORDS = 200;

    private final Map<String, String> parameters;

    private AuthorizationResponse(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    static AuthorizationResponse of(URI redirectedTo) {
        Map<String, String> parameters = new HashMap<>();
        String query = redirectedTo.getRawQuery();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)))
                            != null) {
                throw refused("a parameter stands twice", ErrorResponse.NONE);
            }
        }
        return new AuthorizationResponse(parameters);
    }

    /** The state is checked first: without it, nothing else can be trusted. */
    Secret codeFor(Secret state) {
        String returned = value("state");
        if (returned == null || !Secret.of(returned).equals(state)) {
            throw refused("its state is not the one of this sign-in", ErrorResponse.NONE);
        }
        String error = value("error");
        if (error != null) {
            throw refused("", new ErrorResponse(0, printable(error), printable(value("error_description")), null));
        }
        String code = value("code");
        if (code == null) {
            throw refused("it has neither a code nor an error", ErrorResponse.NONE);
        }
        return Secret.of(code);
    }

    /** An empty parameter counts as absent (RFC 6749 section 3.1). */
    private @Nullable String value(String name) {
        String value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8); // a URI has no malformed escapes
    }

    private static @Nullable String printable(@Nullable String words) {
        if (words == null) {
            return null;
        }
        String clean = words.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
        return clean.length() > MAX_WORDS ? clean.substring(0, MAX_WORDS) + "…" : clean;
    }

    private static TokenException refused(String why, ErrorResponse fault) {
        return new TokenException.Refused(
                why.isEmpty()
                        ? "the user's sign-in was refused"
                        : "the answer to the user's sign-in is refused: " + why,
                fault);
    }
}
