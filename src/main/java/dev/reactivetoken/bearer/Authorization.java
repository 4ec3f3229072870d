package dev.reactivetoken.bearer;

import dev.reactivetoken.token.AccessToken;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * What authorizes one request: a token, and the proof that goes with it if its scheme wants one. An adapter writes
 * every header into the request and need not know the scheme. Prints no token.
 */
public final class Authorization {

    private static final String HEADER = "Authorization";

    private final AccessToken token;

    private Authorization(AccessToken token) {
        this.token = token;
    }

    /** By this token alone (RFC 6750 section 2.1). */
    public static Authorization of(AccessToken token) {
        return new Authorization(Objects.requireNonNull(token));
    }

    /** The token. */
    public AccessToken token() {
        return token;
    }

    /** Hands each header to this consumer, name first; each replaces what the request has under that name. */
    public void writeTo(BiConsumer<String, String> headers) {
        headers.accept(HEADER, token.authorization());
    }

    @Override
    public String toString() {
        return "Authorization[" + token + ']';
    }
}
