package dev.reactivetoken.micrometer;

import io.micrometer.common.docs.KeyName;

/** The tags of the meters and observations, all of few values. */
public enum TokenTag implements KeyName {
    /** Name of the token source. */
    SOURCE("source"),
    /** Why a refresh began: cold, ahead, expired or rejected ({@link dev.reactivetoken.RefreshCause}). */
    CAUSE("cause"),
    /** How it ended: success, or the kind of the {@link dev.reactivetoken.token.TokenException}. */
    RESULT("result"),
    /**
     * The OAuth error code of a failure if an RFC defines it, else other; none without a code. Not named {@code error}:
     * Micrometer uses that for the class of an exception, and some tracers for a span that failed.
     */
    OAUTH_ERROR("oauth.error"),
    /** Class of the second response's status, in the words of {@code http.client.requests}. */
    OUTCOME("outcome"),
    /** State of a token source or of a circuit breaker, in lower case. */
    STATE("state");

    private final String key;

    TokenTag(String key) {
        this.key = key;
    }

    @Override
    public String asString() {
        return key;
    }
}
