package dev.reactivetoken.spring.boot;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;

/** How a client authenticates, as named in a property. */
enum AuthenticationMethod {
    /** HTTP Basic, form-encoded as RFC 6749 wants it. */
    BASIC,
    /** HTTP Basic without the form encoding, for servers that do not decode it. */
    BASIC_RAW,
    /** Id and secret in the body. */
    POST,
    /** A public client, one without a secret. */
    NONE;

    /** With this credential; not for {@link #NONE}, which has none. */
    ClientAuthentication with(CredentialSource credential) {
        return switch (this) {
            case BASIC -> ClientAuthentication.basic(credential);
            case BASIC_RAW -> ClientAuthentication.basicRaw(credential);
            case POST -> ClientAuthentication.post(credential);
            case NONE -> throw new IllegalArgumentException("a public client has no credential");
        };
    }
}
