package dev.reactivetoken.proxy;

/** How a request with an {@code Authorization} of its own is treated. */
public enum ClientAuthorization {

    /** It is answered with 400: its client means another identity and must be told. */
    REFUSE,

    /** Its {@code Authorization} is replaced. */
    REPLACE
}
