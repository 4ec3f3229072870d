package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.PlainHttp;
import dev.reactivetoken.endpoint.UriText;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** Checks a caller's values against the RFCs. */
final class Validation {

    private Validation() {}

    /** RFC 6749 section 3.1.2, RFC 8707 section 2. */
    static URI absolute(URI uri, String what) {
        if (!uri.isAbsolute() || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the " + what + " must be absolute and without fragment: " + UriText.withoutQuery(uri));
        }
        return uri;
    }

    /** RFC 6749 section 3.1: nothing but TLS, except on this machine. */
    static URI secure(URI uri) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) && !PlainHttp.isExposed(uri);
        if (!http && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new IllegalArgumentException(
                    "must be https, or http on a loopback host: " + UriText.withoutQuery(uri));
        }
        return uri;
    }

    /** RFC 6749 section 3.3, in the order given. */
    static Set<String> scopes(Collection<String> scopes) {
        Dialect.STANDARD.joinScopes(scopes); // the one place that knows the characters
        return Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }
}
