package dev.reactivetoken.endpoint;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** URIs as messages show them: without user info, query and fragment, any of which may hold a secret. */
public final class UriText {

    private UriText() {}

    /** {@code scheme://host[:port]}; {@code without a host} where there is none. */
    public static String origin(URI uri) {
        @Nullable String authority = uri.getRawAuthority();
        return authority == null
                ? "without a host"
                : uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1);
    }

    /** {@code scheme://host[:port]/path}; {@code without a host} where there is none. */
    public static String withoutQuery(URI uri) {
        return uri.getRawAuthority() == null ? origin(uri) : origin(uri) + uri.getRawPath();
    }
}
