package dev.reactivetoken.bearer;

import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The origins that may see a token: scheme, host and port, as RFC 6454 compares them. Immutable.
 *
 * <p>Naming an origin of {@code http} allows that one alone, not the {@code https} one of the same host, and the other
 * way round.
 */
public final class Origins {

    /** No origin at all. */
    public static final Origins NONE = new Origins(Set.of());

    private final Set<Origin> allowed;

    private record Origin(String scheme, String host, int port) {

        @Override
        public String toString() {
            return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
        }
    }

    private Origins(Set<Origin> allowed) {
        this.allowed = allowed;
    }

    /**
     * These origins beside those that were allowed before.
     *
     * @param more each {@code https://host} or {@code https://host:port}, perhaps with a slash behind; or {@code http}
     * @throws IllegalArgumentException when one is anything else, such as one with a path: an origin has none
     */
    public Origins and(Collection<URI> more) {
        Set<Origin> all = new LinkedHashSet<>(allowed);
        for (URI uri : more) {
            Origin origin = of(uri);
            boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            String path = uri.getRawPath();
            if (origin == null || !bare || !(path == null || path.isEmpty() || path.equals("/"))) {
                throw new IllegalArgumentException("an origin is https://host or https://host:port, without a path: "
                        + (origin == null ? "this one has no http scheme or no host" : "use " + origin));
            }
            all.add(origin);
        }
        return new Origins(Collections.unmodifiableSet(all));
    }

    /** Whether a request to this URI may carry the token. */
    public boolean allows(URI target) {
        Origin origin = of(target);
        return origin != null && allowed.contains(origin);
    }

    /** Whether none is allowed. */
    public boolean isEmpty() {
        return allowed.isEmpty();
    }

    private static @Nullable Origin of(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null) {
            return null;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        // WebSocket handshakes are http requests
        String http = scheme.equals("wss") ? "https" : scheme.equals("ws") ? "http" : scheme;
        int known = defaultPort(http);
        if (known < 0) {
            return null;
        }
        int port = uri.getPort() < 0 ? known : uri.getPort();
        return new Origin(http, uri.getHost().toLowerCase(Locale.ROOT), port);
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> -1;
        };
    }

    /** For messages. */
    @Override
    public String toString() {
        return allowed.toString();
    }
}
