package dev.reactivetoken.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages from using the token: a browser on this machine can reach a loopback address for any page that it
 * shows. A page cannot forge the headers that are checked.
 *
 * @param loopbackOnly whether clients come from this machine alone, so that none uses a public name
 */
record CrossSiteGuard(boolean loopbackOnly) {

    private static final AsciiString SEC_FETCH_SITE = AsciiString.cached("sec-fetch-site");

    /** Why this request is refused, or null. */
    @Nullable
    Problem refusal(HttpHeaders headers) {
        String site = headers.get(SEC_FETCH_SITE);
        if (site != null && !site.equals("none") && !site.equals("same-origin")) {
            return Problem.CROSS_SITE;
        }
        String host = headers.get(HttpHeaderNames.HOST);
        return loopbackOnly && host != null && isPublicName(host) ? Problem.OTHER_HOST : null;
    }

    /** A name that may have been pointed at this machine (DNS rebinding): with a dot, and no address. */
    private static boolean isPublicName(String authority) {
        if (authority.startsWith("[")) {
            return false;
        }
        int port = authority.indexOf(':');
        String host = (port < 0 ? authority : authority.substring(0, port)).toLowerCase(Locale.ROOT);
        return host.indexOf('.') >= 0 && !host.endsWith(".localhost") && !NetUtil.isValidIpV4Address(host);
    }
}
