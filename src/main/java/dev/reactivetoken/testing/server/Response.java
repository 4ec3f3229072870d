package dev.reactivetoken.testing.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole response: status, headers, body. */
record Response(int status, Map<String, String> headers, String body) {

    static Response of(int status, String contentType, String body) {
        Map<String, String> headers = contentType.isEmpty() ? Map.of() : Map.of("Content-Type", contentType);
        return new Response(status, headers, body);
    }

    static Response json(int status, String json) {
        return of(status, "application/json;charset=UTF-8", json);
    }

    static Response notFound() {
        return json(404, Json.object("error", "not_found"));
    }

    static Response notAllowed(String allow) {
        return json(405, Json.object("error", "method_not_allowed")).with("Allow", allow);
    }

    /** The same with this header, which replaces one of the same name. */
    Response with(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new Response(status, all, body);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** With the headers that RFC 6749 section 5.1 demands of a response with a token. */
    Response noStore() {
        return with("Cache-Control", "no-store").with("Pragma", "no-cache");
    }

    /** The body may hold a token. */
    @Override
    public String toString() {
        return status + ", " + body.length() + " characters";
    }
}
