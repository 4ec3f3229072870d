package dev.reactivetoken;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException.Course;
import dev.reactivetoken.token.TokenException.Refused;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refused credential rests, so that a wrong secret does not lock the account; a changed one never does. Used within
 * a refresh only, so one thread at a time.
 */
final class Cooldown {

    private final RefreshPolicy policy;
    private final TokenClock clock;
    private volatile @Nullable Rest rest;

    private record Rest(TokenRequest request, Refused error, long until, int inARow) {}

    Cooldown(RefreshPolicy policy, TokenClock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** What to tell at once instead of sending this; null when it may be sent. */
    @Nullable
    Refused forbids(TokenRequest request) {
        Rest now = rest;
        return now != null && clock.monotonicTime() - now.until < 0 && request.sameCredentialAs(now.request)
                ? now.error
                : null;
    }

    /** This request was refused: its credential rests, longer each time. */
    Refused begin(TokenRequest request, Refused error, String source, int attempts) {
        Rest before = rest;
        int inARow = before != null && request.sameCredentialAs(before.request) ? before.inARow + 1 : 1;
        Duration length = policy.cooldown(inARow);
        Instant next = Instant.ofEpochMilli(clock.wallTime()).plus(length);
        Refused told = error.during(new Course(source, attempts, next));
        rest = new Rest(request, told, clock.monotonicTime() + length.toNanos(), inARow);
        return told;
    }

    void end() {
        rest = null;
    }
}
