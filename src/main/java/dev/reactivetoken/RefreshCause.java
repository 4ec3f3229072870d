package dev.reactivetoken;

/** Why a refresh began. */
public enum RefreshCause {
    /** No token was held yet: callers wait. */
    COLD,
    /** The held token had grown old: nobody waits. */
    AHEAD,
    /** The held token was over before anybody asked for another: callers wait. */
    EXPIRED,
    /** A resource server had rejected the held token: callers wait. */
    REJECTED
}
