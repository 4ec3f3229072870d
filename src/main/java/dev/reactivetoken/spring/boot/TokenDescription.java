package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The status of a source, for JSON. Holds no secret and no token. Without a token, what concerns it is null.
 *
 * @param state {@code empty}, {@code fresh}, {@code aging} or {@code closed}
 * @param scheme the authentication scheme of the token
 * @param scopes what the token was granted
 * @param age since it was asked for, in ISO 8601, whole seconds
 * @param timeToExpiry until its end
 * @param usableUntil until when it is handed out, by the wall clock
 * @param usableFor for how long it is handed out
 * @param waiting callers that wait for a refresh
 * @param refreshingSince when the refresh in flight was started; null if none is in flight
 * @param lastFailure why the last refresh failed; null if it did not
 * @param circuitBreaker null where there is none
 */
record TokenDescription(
        String state,
        @Nullable String scheme,
        @Nullable Set<String> scopes,
        @Nullable String age,
        @Nullable String timeToExpiry,
        @Nullable Instant usableUntil,
        @Nullable String usableFor,
        int waiting,
        @Nullable Instant refreshingSince,
        @Nullable String lastFailure,
        @Nullable String circuitBreaker) {

    static TokenDescription of(TokenStatus status, TokenClock clock) {
        AccessToken token = status.token();
        Duration usableFor = status.usableFor();
        TokenException failure = status.lastFailure();
        return new TokenDescription(
                lowerCase(status.state()),
                token == null ? null : token.scheme(),
                token == null ? null : token.scopes(),
                token == null ? null : seconds(age(token, clock)),
                token == null ? null : seconds(token.lifetime().minus(age(token, clock))),
                status.usableUntil(),
                usableFor == null ? null : seconds(usableFor),
                status.waiting(),
                status.refreshingSince(),
                failure == null ? null : failure.getMessage(),
                status.circuitBreaker() == null ? null : lowerCase(status.circuitBreaker()));
    }

    /** The details of health: without waiting callers, and without what is null. */
    Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("state", state);
        putIfPresent(details, "age", age);
        putIfPresent(details, "timeToExpiry", timeToExpiry);
        putIfPresent(details, "refreshingSince", refreshingSince);
        putIfPresent(details, "lastFailure", lastFailure);
        putIfPresent(details, "circuitBreaker", circuitBreaker);
        return details;
    }

    private static void putIfPresent(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }

    private static Duration age(AccessToken token, TokenClock clock) {
        return Duration.ofNanos(token.age(clock));
    }

    private static String seconds(Duration duration) {
        return duration.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
