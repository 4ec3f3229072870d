package dev.reactivetoken.testing.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Form parameters. One without a value counts as absent, a repeated one is refused (RFC 6749 section 3.2). */
final class Form {

    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    static Form parse(String encoded) {
        Map<String, String> values = new HashMap<>();
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!name.isEmpty() && values.put(name, value) != null) {
                throw Refusal.invalidRequest("a parameter is repeated");
            }
        }
        values.values().removeIf(String::isEmpty);
        return new Form(values);
    }

    /** Undoes the encoding of {@code application/x-www-form-urlencoded}. */
    static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw Refusal.invalidRequest("a parameter is not form-encoded");
        }
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String require(String name) {
        String value = values.get(name);
        if (value == null) {
            throw Refusal.invalidRequest(name + " is missing");
        }
        return value;
    }

    /** Names only: a value may be a secret. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
