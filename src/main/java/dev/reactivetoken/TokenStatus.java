package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a token source is doing at one moment, for health checks and gauges. Prints no secret and no token.
 *
 * @param source its name
 * @param state what the next caller will meet
 * @param token the token that is held and usable; null unless fresh or aging
 * @param usableUntil until when it is handed out, by the wall clock; null without a token
 * @param usableFor for how long it is handed out, by the clock that says less; null without a token
 * @param waiting callers who wait for a refresh, perhaps some of them gone already
 * @param refreshingSince when the refresh in flight was started, by the wall clock; null if none is in flight
 * @param lastFailure why the last refresh failed; null if it succeeded or there was none
 * @param circuitBreaker the state of the circuit breaker; null where there is none, as before the first failure
 */
public record TokenStatus(
        String source,
        State state,
        @Nullable AccessToken token,
        @Nullable Instant usableUntil,
        @Nullable Duration usableFor,
        int waiting,
        @Nullable Instant refreshingSince,
        @Nullable TokenException lastFailure,
        CircuitBreaker.@Nullable State circuitBreaker) {

    /** What a caller meets; computed, never stored. */
    public enum State {
        /** No usable token: the next caller starts a refresh and waits for it. */
        EMPTY,
        /** A token is handed out at once. */
        FRESH,
        /** A token is handed out at once, and renewed meanwhile. */
        AGING,
        /** The source was closed. */
        CLOSED
    }

    /** Whether a caller would get a token at once. */
    public boolean isUsable() {
        return token != null;
    }
}
