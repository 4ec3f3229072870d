package dev.reactivetoken;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Refused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A refused credential rests, so that a wrong secret does not lock the account; a changed one never does.
 *
 * @param request the one that was refused
 * @param error what callers are told meanwhile
 * @param until by the monotonic clock
 * @param inARow how many refusals of this credential came one after the other
 */
record Cooldown(TokenRequest request, Refused error, long until, int inARow) {

    /** This request was refused: its credential rests, longer than {@code before} if that was for the same. */
    static Cooldown begin(
            @Nullable Cooldown before,
            TokenRequest request,
            Refused error,
            String source,
            int attempts,
            RefreshPolicy policy,
            TokenClock clock) {
        int inARow = before != null && request.sameCredentialAs(before.request) ? before.inARow + 1 : 1;
        Duration length = policy.cooldown(inARow);
        Refused told = error.inRefresh(new RefreshAttempts(source, attempts, NextAttempt.after(clock, length)));
        return new Cooldown(request, told, clock.monotonicTime() + length.toNanos(), inARow);
    }

    /** Whether this may not be sent now. */
    boolean forbids(TokenRequest again, TokenClock clock) {
        return clock.monotonicTime() - until < 0 && again.sameCredentialAs(request);
    }
}
