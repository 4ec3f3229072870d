package dev.reactivetoken;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Course;
import dev.reactivetoken.token.TokenException.Fault;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
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

    private record Failures(int inARow, @Nullable TokenException last, Instant at) {
        static final Failures NONE = new Failures(0, null, Instant.EPOCH);
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
        Mono.deferContextual(this::token).subscribe(flight);
    }

    private Mono<AccessToken> token(ContextView hidden) {
        Mono<TokenResponse> guarded = resilience.guard(Mono.defer(() -> attempt(previous)), this::failed, timer);
        return resilience
                .limit(observer.aroundRefresh(source, guarded, CallerContext.of(hidden)), timer)
                .doOnNext(this::succeeded)
                .map(TokenResponse::accessToken)
                .onErrorMap(this::explained)
                .contextWrite(CallerContext::remove);
    }

    /** At most two requests with two credentials, and once more from the first grant if a refresh token is dead. */
    private Mono<TokenResponse> attempt(@Nullable TokenResponse from) {
        refused = null;
        return signed(from)
                .flatMap(request -> {
                    Cooldown rest = cooldown;
                    return rest != null && rest.forbids(request, clock)
                            ? Mono.<TokenResponse>error(rest.error())
                            : send(request)
                                    .onErrorResume(Refused.class, error -> withChangedCredential(request, from, error));
                })
                .map(response -> response.keepingRefreshTokenOf(from))
                .onErrorResume(Refused.class, error -> fromFirstGrant(from, error));
    }

    private Mono<TokenRequest> signed(@Nullable TokenResponse from) {
        return grant.request(from).flatMap(authentication::authenticate);
    }

    private Mono<TokenResponse> send(TokenRequest request) {
        return endpoint.send(request)
                .onErrorMap(
                        thrown -> !(thrown instanceof TokenException),
                        thrown -> new Unreachable(
                                "the endpoint failed: " + thrown.getClass().getName(), Fault.NONE, thrown))
                .doOnError(Refused.class, error -> refused = request)
                .flatMap(response -> checkScopes(request, response));
    }

    /** A reset may have happened between reading the credential and its use. */
    private Mono<TokenResponse> withChangedCredential(
            TokenRequest request, @Nullable TokenResponse from, Refused error) {
        if (!error.concernsClient()) {
            return Mono.error(error);
        }
        return signed(from).flatMap(again -> {
            if (again.sameCredentialAs(request)) {
                return Mono.error(error);
            }
            observer.onCredentialChanged(source);
            return send(again);
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

    private Mono<TokenResponse> checkScopes(TokenRequest request, TokenResponse response) {
        Set<String> granted = response.accessToken().scopes();
        if (granted.containsAll(request.scopes())) {
            return Mono.just(response);
        }
        observer.onScopeReduced(source, request.scopes(), granted);
        if (!policy.refuseReducedScope()) {
            return Mono.just(response);
        }
        Set<String> missing = new TreeSet<>(request.scopes());
        missing.removeAll(granted);
        refused = request;
        return Mono.error(new Refused("the endpoint did not grant the scopes " + missing, Fault.NONE));
    }

    private void succeeded(TokenResponse response) {
        previous = response;
        failures = Failures.NONE;
        cooldown = null;
    }

    /** After each attempt, also one that was too late. */
    private void failed(Throwable thrown) {
        if (thrown instanceof TokenException failure && (failure.isTransient() || refused != null)) {
            failures = new Failures(failures.inARow + 1, failure, now());
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
                    .during(new Course(source, failures.inARow, null));
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
        return failure.during(new Course(source, failures.inARow, asked == null ? null : now().plus(bounded(asked))));
    }

    private Unavailable circuitOpen() {
        TokenException last = failures.last;
        if (last == null) {
            return new Unavailable("the circuit breaker is open", null).during(new Course(source, 0, null));
        }
        long wait = resilience
                .circuitBreaker()
                .getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(1);
        return new Unavailable("the circuit breaker is open: " + last.getMessage(), last)
                .during(new Course(source, failures.inARow, failures.at.plusMillis(wait)));
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.wallTime());
    }
}
