package dev.reactivetoken.spring.boot;

import org.jspecify.annotations.Nullable;

/**
 * A token client cannot be built as it is configured. The message begins with the property; it never holds a secret.
 */
final class InvalidTokenClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidTokenClientException(String property, String reason, @Nullable Throwable cause) {
        super(property + ": " + reason, cause);
    }
}
