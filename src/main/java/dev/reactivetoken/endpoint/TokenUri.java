package dev.reactivetoken.endpoint;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be a token URI (RFC 6749 section 3.2), and how one is shown without its query. */
final class TokenUri {

    private TokenUri() {}

    /** The URI with its scheme in lower case, when it is https, or http to a loopback host. */
    static URI check(URI uri) {
        URI checked = checkPlain(uri);
        if (checked.getScheme().equals("http") && !isLoopback(checked.getHost())) {
            throw new IllegalArgumentException("the token URI " + shown(checked)
                    + " is not https, so the client's secret would cross the network in clear text: use https, or"
                    + " NettyTokenEndpoint.ofPlainHttp where the network itself is protected");
        }
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

    /** {@code scheme://host[:port]}. */
    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /** {@code scheme://host[:port]/path}: without query and user info, which may hold what nobody should read. */
    static String shown(URI uri) {
        return uri.getHost() == null ? "without a host" : origin(uri) + uri.getRawPath();
    }

    private static IllegalArgumentException wrong(URI uri, String why) {
        return new IllegalArgumentException("the token URI " + shown(uri) + ' ' + why);
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        @Nullable InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? name.equals("localhost") || name.endsWith(".localhost") : address.isLoopbackAddress();
    }
}
