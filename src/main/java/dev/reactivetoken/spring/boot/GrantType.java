package dev.reactivetoken.spring.boot;

/** The grant of a client, as named in a property. */
enum GrantType {
    /** Client credentials (RFC 6749 section 4.4). */
    CLIENT_CREDENTIALS,
    /** The same in OAuth 2.0 draft 10. */
    NONE,
    /** A refresh token (RFC 6749 section 6): the newest one that came. */
    REFRESH_TOKEN
}
