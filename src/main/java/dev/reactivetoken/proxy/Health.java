package dev.reactivetoken.proxy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.endpoint.JsonWriter;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests can be forwarded. Reads the status of the token source and never starts a refresh.
 *
 * <p>Down only if a refresh failed and no usable token is left. A source without recent calls holds none either, and
 * gets one for the next call.
 */
record Health(TokenStatus status, int inFlight) {

    static Health of(ReactiveTokenSource tokens, int inFlight) {
        return new Health(tokens.status(), inFlight);
    }

    boolean isUp() {
        return status.isUsable() || (status.state() == TokenStatus.State.EMPTY && status.lastFailure() == null);
    }

    /** One JSON object, without secrets. */
    String json() {
        return JsonWriter.object(this::write) + '\n';
    }

    private void write(JsonWriter json) {
        json.member("status", isUp() ? "UP" : "DOWN")
                .member("token", lowerCase(status.state()))
                .member("inFlight", inFlight);
        AccessToken token = status.token();
        if (token != null) {
            Duration age = Duration.ofNanos(token.age(TokenClock.system()));
            json.member("ageSeconds", age.toSeconds())
                    .member("secondsToExpiry", token.lifetime().minus(age).toSeconds());
        }
        TokenException failure = status.lastFailure();
        json.member("lastFailure", failure == null ? null : failure.getMessage())
                .member("circuitBreaker", lowerCase(status.circuitBreaker()));
    }

    private static @Nullable String lowerCase(@Nullable Enum<?> state) {
        return state == null ? null : state.name().toLowerCase(Locale.ROOT);
    }
}
