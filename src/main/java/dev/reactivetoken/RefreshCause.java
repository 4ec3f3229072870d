package dev.reactivetoken;

/** Why a refresh began. */
public enum RefreshCause {
    /** No token was held yet: callers wait. */
    COLD,
    /** The held token had grown old, or a caller asked for a new one: the others do not wait. */
    AHEAD,
    /** The held token was over before a caller asked for another: callers wait. */
    EXPIRED,
    /** A resource server had rejected the held token: callers wait. */
    REJECTED
}
