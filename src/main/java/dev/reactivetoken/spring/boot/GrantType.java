package dev.reactivetoken.spring.boot;

/** What is asked for, as named in a property. */
enum GrantType {
    /** In the client's own name (RFC 6749 section 4.4). */
    CLIENT_CREDENTIALS,
    /** The same as OAuth 2.0 draft 10 says it. */
    NONE,
    /** By a refresh token (RFC 6749 section 6), always the newest one that came. */
    REFRESH_TOKEN
}
