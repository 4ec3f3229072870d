package dev.reactivetoken.grant;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Appends parameters to the query of an address. A blank becomes {@code %20}, which every decoder understands. */
final class QueryString {

    private final StringBuilder address;
    private char separator;

    QueryString(URI base) {
        this.address = new StringBuilder(base.toString());
        this.separator = base.getRawQuery() == null ? '?' : '&';
    }

    QueryString add(String name, String value) {
        address.append(separator)
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
        separator = '&';
        return this;
    }

    URI uri() {
        return URI.create(address.toString());
    }
}
