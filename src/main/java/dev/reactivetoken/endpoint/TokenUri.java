package dev.reactivetoken.endpoint;

import java.net.URI;
import java.util.Locale;

/** What may be a token URI (RFC 6749 section 3.2). */
final class TokenUri {

    private TokenUri() {}

    /** The URI with its scheme in lower case, when it is https, or http to a loopback host. */
    static URI check(URI uri) {
        URI checked = checkPlain(uri);
        PlainHttp.refuse(
                checked,
                "the token URI " + UriText.withoutQuery(checked),
                "the client's secret",
                "NettyTokenEndpoint.ofPlainHttp");
        return checked;
    }

    /** The URI with its scheme in lower case, when it is https or http. */
    static URI checkPlain(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw wrong(uri, "must be absolute and start with https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw wrong(uri, "must not hold user info: name the client by a ClientAuthentication");
        }
        if (uri.getHost() == null) {
            throw wrong(uri, "must name a host");
        }
        if (uri.getRawFragment() != null) {
            throw wrong(uri, "must not have a fragment (RFC 6749 section 3.2)");
        }
        return URI.create(scheme + uri.toASCIIString().substring(scheme.length()));
    }

    private static IllegalArgumentException wrong(URI uri, String why) {
        return new IllegalArgumentException("the token URI " + UriText.withoutQuery(uri) + ' ' + why);
    }
}
