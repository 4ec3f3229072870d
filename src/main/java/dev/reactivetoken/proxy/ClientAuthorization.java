package dev.reactivetoken.proxy;

/** What becomes of a request that brings an {@code Authorization} of its own. */
public enum ClientAuthorization {

    /** It is answered with 400: somebody means another identity than ours, and must be told. */
    REFUSE,

    /** Its {@code Authorization} is thrown away and ours set in its place. */
    REPLACE
}
