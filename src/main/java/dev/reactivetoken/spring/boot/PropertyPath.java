package dev.reactivetoken.spring.boot;

import java.util.function.Supplier;

/** The names of the properties of one client, for messages about what is wrong. */
record PropertyPath(String client) {

    /** The name of one of its properties, or of all of them if empty. */
    String of(String property) {
        return ReactiveTokenProperties.CLIENTS + '.' + client + (property.isEmpty() ? "" : '.' + property);
    }

    InvalidTokenClientException invalid(String property, String reason) {
        return new InvalidTokenClientException(of(property), reason, null);
    }

    /** What this supplies; if it throws, the property is invalid with the exception's message. */
    <T> T check(String property, Supplier<T> use) {
        try {
            return use.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidTokenClientException(of(property), String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses two properties that exclude each other. */
    void exclusive(String one, boolean isOne, String other, boolean isOther) {
        if (isOne && isOther) {
            throw invalid(one, "excludes " + of(other) + ": set one of the two");
        }
    }
}
