package dev.reactivetoken.proxy;

import org.jspecify.annotations.Nullable;

/** The path and query of a request, byte for byte as the client wrote them. */
final class RequestTarget {

    private RequestTarget() {}

    /** Out of the origin form or the absolute form (RFC 9112 section 3.2); null for any other. */
    static @Nullable String of(String requestTarget) {
        if (requestTarget.startsWith("/")) {
            return requestTarget;
        }
        int scheme = requestTarget.indexOf("://");
        if (scheme <= 0) {
            return null;
        }
        int authority = scheme + 3;
        for (int i = authority; i < requestTarget.length(); i++) {
            char c = requestTarget.charAt(i);
            if (c == '/') {
                return requestTarget.substring(i);
            }
            if (c == '?') {
                return '/' + requestTarget.substring(i);
            }
        }
        return "/";
    }
}
