package dev.reactivetoken.spring.boot;

import java.util.function.Supplier;

/** Where the properties of one client stand, so that whatever is wrong is told by the name of its property. */
record PropertyPath(String client) {

    /** The name of one of its properties, or of all of them if empty. */
    String of(String property) {
        return ReactiveTokenProperties.CLIENTS + '.' + client + (property.isEmpty() ? "" : '.' + property);
    }

    InvalidTokenClientException invalid(String property, String reason) {
        return new InvalidTokenClientException(of(property), reason, null);
    }

    /** The same, with the message of whoever refuses the value. */
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
