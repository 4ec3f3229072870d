package dev.reactivetoken;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one refresh of a source leaves for the next. The refresh in flight is its mutual exclusion. */
abstract class RefreshHistory {

    /** An {@link AccessToken} where the answer was no more than that, which saves an idle source an object. */
    private volatile @Nullable Object previous;

    private volatile @Nullable CircuitBreaker circuitBreaker;
    private volatile @Nullable Cooldown cooldown;
    private volatile @Nullable Failures failures;

    /**
     * Attempts that have failed since the last success.
     *
     * @param consecutive how many
     * @param last the last one's failure
     * @param at when, by the monotonic clock
     */
    record Failures(int consecutive, TokenException last, long at) {}

    /** The last answer, without its headers; null before the first, and after its refresh token was found dead. */
    @Nullable
    TokenResponse previousResponse() {
        Object last = previous;
        return last instanceof AccessToken token ? TokenResponse.of(token) : (TokenResponse) last;
    }

    /** The circuit breaker of this source alone; null before its first failure. */
    @Nullable
    CircuitBreaker ownCircuitBreaker() {
        return circuitBreaker;
    }

    void ownCircuitBreaker(CircuitBreaker made) {
        circuitBreaker = made;
    }

    @Nullable
    Failures failures() {
        return failures;
    }

    /** An exchange has succeeded; whatever fails from now on, its refresh token is kept. */
    void answered(TokenResponse response) {
        previous = response.refreshToken() == null && response.idToken() == null
                ? response.accessToken()
                : response.withoutHeaders();
    }

    /** An exchange has succeeded, and all that can be used of its answer is the next refresh token. */
    void rotated(Secret refreshToken, TokenClock clock) {
        TokenResponse before = previousResponse();
        AccessToken held = before != null
                ? before.accessToken()
                : new AccessToken("none", "Bearer", Set.of(), clock.now(), Duration.ZERO);
        previous = new TokenResponse(held, refreshToken, null);
    }

    void refreshTokenIsDead() {
        previous = null;
    }

    /** A refresh has succeeded. */
    void refreshSucceeded() {
        failures = null;
        cooldown = null;
    }

    void attemptFailed(TokenException failure, TokenClock clock) {
        Failures before = failures;
        failures = new Failures(before == null ? 1 : before.consecutive + 1, failure, clock.monotonicTime());
    }

    /** What callers are told in place of sending this request; null if it may be sent. */
    @Nullable
    Refused restOf(TokenRequest request) {
        Cooldown rest = cooldown;
        return rest != null && rest.forbids(request) ? rest.error() : null;
    }

    /** This request was refused in the end: its credential rests, longer after each refusal. */
    Refused refused(
            TokenRequest request, Refused error, String source, int attempts, RefreshPolicy policy, TokenClock clock) {
        Cooldown before = cooldown;
        int consecutive =
                before != null && request.sameCredentialAs(before.request()) ? before.consecutiveRefusals() + 1 : 1;
        Duration length = error.isOAuthAnswer() ? policy.cooldown(consecutive) : RefreshPolicy.OUTAGE_REST;
        Refused told = error.inRefresh(new RefreshAttempts(source, attempts, NextAttempt.after(clock, length)));
        cooldown = new Cooldown(request, told, error.isOAuthAnswer() ? consecutive : 0);
        return told;
    }
}
