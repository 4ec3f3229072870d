package dev.reactivetoken.micrometer;

import io.micrometer.common.docs.KeyName;

/** The tags of our meters and observations, all of few values. */
public enum TokenTag implements KeyName {
    /** Name of the token source. */
    SOURCE("source"),
    /** Why a refresh began: cold, ahead, expired or rejected ({@link dev.reactivetoken.RefreshCause}). */
    CAUSE("cause"),
    /** How it ended: success, or what a {@link dev.reactivetoken.token.TokenException} was. */
    RESULT("result"),
    /**
     * The OAuth error code of a failure if an RFC knows it, else other; none without a code. Not {@code error}, which
     * Micrometer keeps for the class of an exception, and some tracers for a span that failed.
     */
    OAUTH_ERROR("oauth.error"),
    /** What a request that was sent again was answered, by class of status, as {@code http.client.requests} has it. */
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
