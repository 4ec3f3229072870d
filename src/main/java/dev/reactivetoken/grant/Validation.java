package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.Dialect;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What the RFCs demand of the values that a user hands in. */
final class Validation {

    private Validation() {}

    /** RFC 6749 section 3.1.2, RFC 8707 section 2. */
    static URI absolute(URI uri, String what) {
        if (!uri.isAbsolute() || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the " + what + " must be absolute and without fragment: " + uri);
        }
        return uri;
    }

    /** RFC 6749 section 3.1: nothing but TLS, except on this machine. */
    static URI secure(URI uri) {
        String host = String.valueOf(uri.getHost());
        boolean loopback = host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !("http".equalsIgnoreCase(uri.getScheme()) && loopback)) {
            throw new IllegalArgumentException("must be https, or http on a loopback host: " + uri);
        }
        return uri;
    }

    /** RFC 6749 section 3.3, in the order given. */
    static Set<String> scopes(Collection<String> scopes) {
        Dialect.STANDARD.joinScopes(scopes); // the one place that knows the characters
        return Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }
}
