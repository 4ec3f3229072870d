package dev.reactivetoken;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.NextAttempt;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.RefreshAttempts;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The pipeline of one refresh: guard, grant, authentication, endpoint. One per subscription; ends with a token or a
 * {@link TokenException}. Its flight is its mutual exclusion: nothing here runs twice at once.
 */
final class TokenRefresh extends Mono<AccessToken> {

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final String source;
    private final Grant grant;
    private final ClientAuthentication authentication;
    private final TokenEndpoint endpoint;
    private final RefreshPolicy policy;
    private final Resilience resilience;
    private final TokenObserver observer;
    private final TokenClock clock;
    private final Scheduler timer;

    private volatile @Nullable TokenResponse previous;
    private volatile @Nullable TokenRequest refused;
    private volatile @Nullable Cooldown cooldown;
    private volatile Failures failures = Failures.NONE;

    private record Failures(int inARow, @Nullable TokenException last, long at) {
        static final Failures NONE = new Failures(0, null, 0);
    }

    TokenRefresh(
            String source,
            Grant grant,
            ClientAuthentication authentication,
            TokenEndpoint endpoint,
            RefreshPolicy policy,
            Resilience resilience,
            TokenObserver observer,
            TokenClock clock,
            Scheduler timer) {
        this.source = source;
        this.grant = grant;
        this.authentication = authentication;
        this.endpoint = endpoint;
        this.policy = policy;
        this.resilience = resilience;
        this.observer = observer;
        this.clock = clock;
        this.timer = timer;
    }

    @Override
    public void subscribe(CoreSubscriber<? super AccessToken> flight) {
        ContextView caller = CallerContext.of(flight.currentContext());
        Mono<TokenResponse> guarded =
                resilience.guard(Mono.defer(() -> attempt(previous)), this::failed, Pace.of(flight), timer);
        resilience.limit(observer.aroundRefresh(source, guarded, caller), timer).subscribe(new Outcome(flight));
    }

    /** At most two requests with two credentials, and once more from the first grant if a refresh token is dead. */
    private Mono<TokenResponse> attempt(@Nullable TokenResponse from) {
        refused = null;
        return signed(from)
                .flatMap(request -> {
                    Cooldown rest = cooldown;
                    return rest != null && rest.forbids(request, clock)
                            ? Mono.<TokenResponse>error(rest.error())
                            : send(request, from);
                })
                .onErrorResume(Refused.class, error -> again(from, error));
    }

    private Mono<TokenRequest> signed(@Nullable TokenResponse from) {
        return grant.request(from)
                .map(request -> request.withEndpoint(endpoint.uri()))
                .flatMap(authentication::authenticate);
    }

    private Mono<TokenResponse> send(TokenRequest request, @Nullable TokenResponse from) {
        return endpoint.send(request)
                .map(response -> checkScopes(request, response).keepingRefreshTokenOf(from))
                .onErrorMap(thrown -> answered(request, thrown));
    }

    private TokenException answered(TokenRequest request, Throwable thrown) {
        if (!(thrown instanceof TokenException failure)) {
            return new Unreachable("the endpoint failed: " + thrown.getClass().getName(), ErrorResponse.NONE, thrown);
        }
        if (failure instanceof Refused) {
            refused = request;
        }
        return failure;
    }

    private Mono<TokenResponse> again(@Nullable TokenResponse from, Refused error) {
        TokenRequest request = refused;
        return request == null || !error.concernsClient()
                ? fromFirstGrant(from, error)
                : withChangedCredential(request, from, error)
                        .onErrorResume(Refused.class, last -> fromFirstGrant(from, last));
    }

    /** A reset may have happened between reading the credential and its use. */
    private Mono<TokenResponse> withChangedCredential(
            TokenRequest request, @Nullable TokenResponse from, Refused error) {
        return signed(from).flatMap(again -> {
            if (again.sameCredentialAs(request)) {
                return Mono.error(error);
            }
            observer.onCredentialChanged(source);
            return send(again, from);
        });
    }

    /** Any refusal that does not name the client: some servers answer a dead refresh token with a bare 401. */
    private Mono<TokenResponse> fromFirstGrant(@Nullable TokenResponse from, Refused error) {
        TokenRequest request = refused;
        boolean deadRefreshToken = from != null
                && request != null
                && request.grantType().equals("refresh_token")
                && !"invalid_client".equals(error.error())
                && !"unauthorized_client".equals(error.error());
        if (!deadRefreshToken) {
            return Mono.error(error);
        }
        previous = null;
        return attempt(null);
    }

    private TokenResponse checkScopes(TokenRequest request, TokenResponse response) {
        Set<String> granted = response.accessToken().scopes();
        if (granted.containsAll(request.scopes())) {
            return response;
        }
        observer.onScopeReduced(source, request.scopes(), granted);
        if (!policy.refuseReducedScope()) {
            return response;
        }
        Set<String> missing = new TreeSet<>(request.scopes());
        missing.removeAll(granted);
        throw new Refused("the endpoint did not grant the scopes " + missing, ErrorResponse.NONE);
    }

    private void succeeded(TokenResponse response) {
        previous = response.withoutHeaders();
        failures = Failures.NONE;
        cooldown = null;
    }

    /** After each attempt, also one that was too late. */
    private void failed(Throwable thrown) {
        if (thrown instanceof TokenException failure && (failure.isTransient() || refused != null)) {
            failures = new Failures(failures.inARow + 1, failure, clock.monotonicTime());
            observer.onAttemptFailed(source, failure);
        }
    }

    /** The failure as callers get it: with source, attempts, and the time of the next try. */
    private TokenException explained(Throwable thrown) {
        if (thrown instanceof CallNotPermittedException) {
            return circuitOpen();
        }
        if (!(thrown instanceof TokenException failure)) {
            return new Unavailable("failed unexpectedly: " + thrown.getClass().getName(), thrown)
                    .inRefresh(new RefreshAttempts(source, failures.inARow, null));
        }
        if (failure.nextAttempt() != null) {
            return failure;
        }
        TokenRequest request = refused;
        if (failure instanceof Refused error && request != null) {
            Cooldown rest = Cooldown.begin(cooldown, request, error, source, failures.inARow, policy, clock);
            cooldown = rest;
            return rest.error();
        }
        Duration asked = failure.retryAfter();
        return failure.inRefresh(new RefreshAttempts(
                source, failures.inARow, asked == null ? null : NextAttempt.after(clock, bounded(asked))));
    }

    private Unavailable circuitOpen() {
        TokenException last = failures.last;
        if (last == null) {
            return new Unavailable("the circuit breaker is open", null).inRefresh(new RefreshAttempts(source, 0, null));
        }
        Duration wait = Resilience.openFor(resilience.circuitBreaker()).minusNanos(clock.monotonicTime() - failures.at);
        return new Unavailable("the circuit breaker is open: " + last.getMessage(), last)
                .inRefresh(new RefreshAttempts(source, failures.inARow, NextAttempt.after(clock, wait)));
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    /** What the flight gets of the answer, and what it lets the refresh know of its Context. */
    private final class Outcome implements CoreSubscriber<TokenResponse> {

        private final CoreSubscriber<? super AccessToken> flight;
        private final Context context;

        Outcome(CoreSubscriber<? super AccessToken> flight) {
            this.flight = flight;
            this.context = CallerContext.remove(flight.currentContext());
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            flight.onSubscribe(subscription);
        }

        @Override
        public void onNext(TokenResponse response) {
            succeeded(response);
            flight.onNext(response.accessToken());
        }

        @Override
        public void onError(Throwable thrown) {
            Throwable told;
            try {
                told = explained(thrown);
            } catch (Throwable brokenClock) {
                told = brokenClock;
            }
            flight.onError(told);
        }

        @Override
        public void onComplete() {
            flight.onComplete();
        }
    }
}
