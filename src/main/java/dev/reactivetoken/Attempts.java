package dev.reactivetoken;

import dev.reactivetoken.Recovery.Attempt;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The attempts of one refresh, one after the other, and what is told of them in the end. */
final class Attempts {

    private final TokenRefresh parts;
    private final RefreshRequest asked;

    private int sent;
    private volatile boolean queued;
    private volatile boolean cutShort;
    private volatile @Nullable TokenException last;
    private volatile @Nullable TokenRequest refused;
    private volatile @Nullable TokenResponse bornDead;

    Attempts(TokenRefresh parts, RefreshRequest asked) {
        this.parts = parts;
        this.asked = asked;
    }

    /** One after the other, until one brings a token, or no other may help. */
    Mono<TokenResponse> all() {
        return parts.resilience().retried(Mono.defer(this::one), this::alive, this::delay, this::givenUp, parts.timer);
    }

    private Mono<TokenResponse> one() {
        queued = true;
        Mono<TokenResponse> limited =
                new MonoTimeout<>(Mono.defer(this::begin), this::limit, parts.timer, this::timeout);
        return parts.circuitBreakers.protect(parts.endpoint.admit(limited), parts);
    }

    /** A token that has expired is better than none for those who wait. */
    private Mono<TokenResponse> givenUp(Throwable failure) {
        TokenResponse expired = bornDead;
        return expired != null && failure == last ? Mono.just(expired) : Mono.error(failure);
    }

    private Mono<TokenResponse> begin() {
        queued = false;
        refused = null;
        bornDead = null;
        TokenResponse previous = parts.previousResponse();
        return signed(previous).flatMap(request -> send(new Attempt(request, previous), null));
    }

    private Mono<TokenRequest> signed(@Nullable TokenResponse previous) {
        URI uri = parts.endpoint.uri();
        return parts.grant
                .request(previous)
                .flatMap(request ->
                        parts.authentication.authenticate(uri == null ? request : request.withEndpoint(uri)));
    }

    /** {@code left} are the recoveries that were not tried; null for all, which are made when they are needed. */
    private Mono<TokenResponse> send(Attempt attempt, @Nullable List<Recovery> left) {
        Refused resting = parts.restOf(attempt.request());
        return resting != null
                ? Mono.error(resting)
                : sent(attempt.request())
                        .map(response -> answered(attempt, response))
                        .onErrorResume(thrown -> notAnswered(attempt, thrown, left));
    }

    /** A lambda that throws is treated like one that signals. */
    private Mono<TokenResponse> sent(TokenRequest request) {
        sent++;
        try {
            return parts.endpoint.send(request);
        } catch (RuntimeException thrown) {
            return Mono.error(thrown);
        }
    }

    private Mono<TokenResponse> notAnswered(Attempt attempt, Throwable thrown, @Nullable List<Recovery> left) {
        if (!(thrown instanceof TokenException failure)) {
            return Mono.error(
                    new Unreachable("the endpoint failed: " + thrown.getClass().getName(), ErrorResponse.NONE, thrown));
        }
        if (failure instanceof Malformed malformed && malformed.refreshToken() != null) {
            parts.rotated(malformed.refreshToken(), parts.clock);
        }
        if (failure instanceof Refused error) {
            refused = attempt.request();
            return recovered(attempt, error, left != null ? left : recoveries(), 0);
        }
        return Mono.error(failure);
    }

    private List<Recovery> recoveries() {
        return Recovery.all(
                previous -> signed(previous).map(request -> new Attempt(request, previous)),
                () -> parts.observer.onCredentialChanged(parts.source),
                parts);
    }

    /** In their order, each once. */
    private Mono<TokenResponse> recovered(Attempt attempt, Refused error, List<Recovery> left, int next) {
        if (next == left.size()) {
            return Mono.error(error);
        }
        List<Recovery> others = new ArrayList<>(left);
        Recovery recovery = others.remove(next);
        return recovery.cure(attempt, error)
                .map(again -> send(again, others))
                .defaultIfEmpty(Mono.defer(() -> recovered(attempt, error, left, next + 1)))
                .flatMap(result -> result);
    }

    /** The refresh token is kept before anything else is looked at. */
    private TokenResponse answered(Attempt attempt, TokenResponse response) {
        TokenResponse complete = response.keepingRefreshTokenOf(attempt.previous());
        parts.answered(complete);
        checkScopes(attempt.request(), response.accessToken());
        return complete;
    }

    private void checkScopes(TokenRequest request, AccessToken token) {
        if (token.scopes().containsAll(request.scopes())) {
            return;
        }
        parts.observer.onScopeReduced(parts.source, request.scopes(), token.scopes());
        if (parts.policy.refuseReducedScope()) {
            Set<String> missing = new TreeSet<>(request.scopes());
            missing.removeAll(token.scopes());
            throw new Refused("the endpoint did not grant the scopes " + missing, ErrorResponse.NONE);
        }
    }

    /** A server that repeats its token until the end has a new one a moment later. */
    private TokenResponse alive(TokenResponse response) {
        long life = response.accessToken().lifetime().toNanos();
        if (!RefreshPolicy.isBornDead(life, life - response.accessToken().age(parts.clock))) {
            return response;
        }
        bornDead = response;
        throw new Malformed("the token had expired when it arrived", ErrorResponse.NONE);
    }

    private long limit() {
        long usual = parts.resilience().attemptTimeout().toNanos();
        long limit = asked.attemptLimit().applyAsLong(usual);
        cutShort = limit < usual;
        return limit;
    }

    private Unreachable timeout() {
        return new Unreachable(
                parts.endpointName() + " did not answer "
                        + (cutShort
                                ? "in time for another try"
                                : "within "
                                        + parts.resilience().attemptTimeout().toMillis() + " ms"),
                ErrorResponse.NONE,
                null);
    }

    /**
     * At once after an attempt that was cut short for the sake of the next one. Not before a server has another token
     * that cuts the lives of its tokens to whole seconds, and repeats one until its end.
     */
    private long delay(Throwable failure, long planned) {
        failed(failure);
        if (planned < 0) {
            return planned;
        }
        if (Resilience.askedBy(failure) != null) {
            return planned;
        }
        if (bornDead != null) {
            return asked.retryDelay().applyAsLong(Math.max(planned, RefreshPolicy.BORN_DEAD_RETRY));
        }
        return cutShort && CircuitBreakers.isUnanswered(failure)
                ? 0
                : asked.retryDelay().applyAsLong(planned);
    }

    /** After each attempt. */
    private void failed(Throwable thrown) {
        if (thrown instanceof TokenException failure && (failure.isTransient() || refused != null)) {
            last = failure;
            if (bornDead == null) {
                parts.circuitBreakers.failed(failure, parts);
            }
            parts.attemptFailed(failure, parts.clock);
            parts.observer.onAttemptFailed(parts.source, failure);
        }
    }

    /** The failure of a refresh that took longer than its deadline. */
    Unreachable late() {
        String waited = queued ? ": all connections to " : " from ";
        TokenException before = last;
        return new Unreachable(
                "no token within " + parts.resilience().deadline().toMillis() + " ms" + waited + parts.endpointName()
                        + (queued ? " were in use" : "")
                        + (before == null ? "" : "; last: " + before.getMessage()),
                ErrorResponse.NONE,
                before);
    }

    /** The failure as callers get it: with source, attempts, and the time of the next try. */
    TokenException explained(Throwable thrown) {
        if (thrown instanceof CallNotPermittedException) {
            return circuitOpen();
        }
        if (!(thrown instanceof TokenException failure)) {
            return new Unavailable("failed unexpectedly: " + thrown.getClass().getName(), thrown)
                    .inRefresh(new RefreshAttempts(parts.source, sent, null));
        }
        if (failure.nextAttempt() != null) {
            return failure;
        }
        TokenRequest request = refused;
        if (failure instanceof Refused error && request != null) {
            return parts.refused(request, error, parts.source, sent, parts.policy, parts.clock);
        }
        Duration wait = failure.retryAfter();
        NextAttempt next = wait == null ? null : NextAttempt.after(parts.clock, RefreshPolicy.bounded(wait));
        return failure.inRefresh(new RefreshAttempts(parts.source, sent, next));
    }

    private Unavailable circuitOpen() {
        RefreshHistory.Failures failures = parts.failures();
        long open = parts.circuitBreakers.openFor().toNanos();
        if (failures == null) {
            return new Unavailable("the circuit breaker of " + parts.endpointName() + " is open", null)
                    .inRefresh(new RefreshAttempts(
                            parts.source, sent, NextAttempt.after(parts.clock, Duration.ofNanos(open))));
        }
        long rest = failures.at() + open - parts.clock.monotonicTime();
        return new Unavailable(
                        "the circuit breaker is open after " + failures.consecutive() + " failed attempts: "
                                + failures.last().getMessage(),
                        failures.last())
                .inRefresh(new RefreshAttempts(
                        parts.source, sent, NextAttempt.after(parts.clock, Duration.ofNanos(Math.max(0, rest)))));
    }
}
