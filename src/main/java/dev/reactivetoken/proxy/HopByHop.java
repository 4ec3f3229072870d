package dev.reactivetoken.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;

/** Headers that concern one connection alone and are not forwarded (RFC 9110 section 7.6.1). */
final class HopByHop {

    private static final List<AsciiString> ALWAYS = List.of(
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION,
            HttpHeaderNames.TE,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE,
            AsciiString.cached("http2-settings"));

    private HopByHop() {}

    /** Also those that {@code Connection} names, except the two that delimit and route a message. */
    static void remove(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
                for (String name : value.split(",", -1)) {
                    removeNamed(headers, name.trim());
                }
            }
        }
        for (AsciiString name : ALWAYS) {
            headers.remove(name);
        }
    }

    private static void removeNamed(HttpHeaders headers, String name) {
        if (!name.isEmpty()
                && !HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(name)
                && !HttpHeaderNames.HOST.contentEqualsIgnoreCase(name)) {
            headers.remove(name);
        }
    }
}
