package dev.reactivetoken.testing.server;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request, read whole.
 *
 * @param path without the query, as it came
 * @param query what follows the question mark, as it came; empty without one
 */
record Request(String method, String path, String query, HttpHeaders headers, String body) {

    static Request of(String method, String uri, HttpHeaders headers, String body) {
        int mark = uri.indexOf('?');
        return mark < 0
                ? new Request(method, uri, "", headers, body)
                : new Request(method, uri.substring(0, mark), uri.substring(mark + 1), headers, body);
    }

    boolean is(String name) {
        return method.equals(name);
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** The parameters of the body. */
    Form form() {
        String type = header("Content-Type");
        if (type == null || !mediaType(type).equals("application/x-www-form-urlencoded")) {
            throw Refusal.invalidRequest("the content type must be application/x-www-form-urlencoded");
        }
        return Form.parse(body);
    }

    /** The part of the Authorization header after the scheme; null without the header or with another scheme. */
    @Nullable
    String credentials(String scheme) {
        String value = header("Authorization");
        if (value == null || value.length() <= scheme.length() || value.charAt(scheme.length()) != ' ') {
            return null;
        }
        return value.regionMatches(true, 0, scheme, 0, scheme.length())
                ? value.substring(scheme.length() + 1).trim()
                : null;
    }

    /** Whether this media type is named by the Accept header; a wildcard does not name it. */
    boolean accepts(String type) {
        for (String header : headers.getAll("Accept")) {
            for (String range : header.split(",", -1)) {
                if (mediaType(range).equals(type)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String mediaType(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /** Headers and body may hold a secret. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
