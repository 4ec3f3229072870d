package dev.reactivetoken.proxy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Whether requests can be forwarded. Looks at the token source and never starts a refresh.
 *
 * <p>Down only if a refresh failed and no usable token is left. A source that nobody has asked for a while holds none
 * either, and gets one when somebody does.
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
        StringBuilder json = new StringBuilder("{\"status\":\"")
                .append(isUp() ? "UP" : "DOWN")
                .append("\",\"token\":\"")
                .append(status.state().name().toLowerCase(Locale.ROOT))
                .append("\",\"inFlight\":")
                .append(inFlight);
        AccessToken token = status.token();
        if (token != null) {
            Instant now = Instant.now();
            json.append(",\"ageSeconds\":")
                    .append(Duration.between(token.issuedAt(), now).toSeconds())
                    .append(",\"secondsToExpiry\":")
                    .append(Duration.between(now, token.expiresAt()).toSeconds());
        }
        TokenException failure = status.lastFailure();
        if (failure != null) {
            json.append(",\"lastFailure\":").append(Problem.quoted(failure.getMessage()));
        }
        if (status.circuitBreaker() != null) {
            json.append(",\"circuitBreaker\":\"")
                    .append(status.circuitBreaker().name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        return json.append("}\n").toString();
    }
}
