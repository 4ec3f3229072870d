package dev.reactivetoken.proxy;

import dev.reactivetoken.bearer.Authorization;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a request as they are forwarded. {@code Host} is the upstream's, {@code Authorization} the
 * proxy's, {@code Via} names the proxy (RFC 9110 section 7.6.3); hop-by-hop headers and {@code Expect}, which the proxy
 * has met itself, are left out. No {@code Forwarded} is added: the client is a program on the same machine.
 *
 * @param received as they came; not changed
 * @param authorization null for none
 */
record RequestHeaders(
        HttpMethod method, HttpHeaders received, @Nullable Authorization authorization, CharSequence via) {

    private static final AsciiString ZERO = AsciiString.cached("0");

    /** Replaces every header that is there, such as Reactor Netty's own {@code User-Agent}. */
    void writeTo(HttpHeaders headers, String host) {
        headers.set(received); // clears first
        HopByHop.remove(headers);
        headers.remove(HttpHeaderNames.EXPECT);
        headers.set(HttpHeaderNames.HOST, host);
        headers.add(HttpHeaderNames.VIA, via);
        if (authorization != null) {
            authorization.writeTo(headers::set);
        }
        if (received.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true)) {
            headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
        }
        delimit(headers);
        String upgrade = upgrade();
        if (upgrade != null) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH) // set by Reactor Netty, which knows no upgrade but its own
                    .set(HttpHeaderNames.UPGRADE, upgrade)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        }
    }

    /**
     * The protocol that the client wants to switch to, or null. HTTP/2 is none: it concerns the connection to the
     * proxy. A request with a body does not switch.
     */
    @Nullable
    String upgrade() {
        String upgrade = received.get(HttpHeaderNames.UPGRADE);
        return upgrade == null
                        || announceBody(received)
                        || upgrade.regionMatches(true, 0, "h2c", 0, 3)
                        || !received.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                ? null
                : upgrade;
    }

    private void delimit(HttpHeaders headers) {
        if (received.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH) && expectsBody()) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, ZERO);
        }
    }

    private boolean expectsBody() {
        return method.equals(HttpMethod.POST) || method.equals(HttpMethod.PUT) || method.equals(HttpMethod.PATCH);
    }

    /** Whether a body follows these headers. */
    static boolean announceBody(HttpHeaders received) {
        if (received.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        String length = received.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }
}
