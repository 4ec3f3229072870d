package dev.reactivetoken.testing;

import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A token endpoint without a network. It gives the answers that the test has scripted, one to each request in their
 * order, and a token to each request after them. Its tokens are {@code t1}, {@code t2}, … in the order in which they
 * are given; they live an hour from the request on, and have the scopes that were asked for.
 *
 * <p>Answers on the thread of the request, unless a scripted answer signals on another. Safe for use by several
 * threads.
 */
public final class ScriptedEndpoint implements TokenEndpoint {

    private static final Duration HOUR = Duration.ofHours(1);

    private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
    private final Queue<Mono<TokenResponse>> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final ManualTime time;

    /** With nothing scripted yet. */
    public ScriptedEndpoint(ManualTime time) {
        this.time = time;
    }

    @Override
    public Mono<TokenResponse> send(TokenRequest request) {
        return Mono.defer(() -> {
            requests.add(request);
            Mono<TokenResponse> scripted = answers.poll();
            return scripted != null ? scripted : Mono.just(token(request.scopes(), null, HOUR));
        });
    }

    /** That of the time that this endpoint was made with. */
    @Override
    public Scheduler scheduler() {
        return time.scheduler();
    }

    /** What was sent so far, oldest first; a copy. */
    public List<TokenRequest> requests() {
        return List.copyOf(requests);
    }

    /** Adds an answer: {@link Mono#never()} for one that hangs, {@code mono.delaySubscription(…)} for a slow one. */
    public ScriptedEndpoint then(Mono<TokenResponse> answer) {
        answers.add(answer);
        return this;
    }

    /** Adds a failure: a {@link TokenException}, or anything else for an endpoint that breaks its promise. */
    public ScriptedEndpoint thenFail(Throwable failure) {
        return then(Mono.error(failure));
    }

    /** Adds failures that may pass, such as 503, for this many requests. */
    public ScriptedEndpoint thenStatus(int status, int times) {
        for (int i = 0; i < times; i++) {
            thenFail(new Unreachable("later", ErrorResponse.status(status), null));
        }
        return this;
    }

    /** Adds a 429 with {@code Retry-After}. */
    public ScriptedEndpoint thenThrottle(Duration retryAfter) {
        return thenFail(new Unreachable("throttled", new ErrorResponse(429, null, null, retryAfter), null));
    }

    /**
     * Adds a refusal (RFC 6749 section 5.2).
     *
     * @param error {@code invalid_client} and the like; null for an answer that names none
     */
    public ScriptedEndpoint thenRefuse(int status, @Nullable String error) {
        return thenFail(new Refused("refused", new ErrorResponse(status, error, null, null)));
    }

    /** Adds a token that comes with a refresh token. */
    public ScriptedEndpoint thenTokenWithRefreshToken(String refreshToken) {
        return then(Mono.fromSupplier(() -> token(List.of(), refreshToken, HOUR)));
    }

    /** Adds a token of these scopes, whatever is asked for. */
    public ScriptedEndpoint thenTokenOfScopes(String... scopes) {
        return then(Mono.fromSupplier(() -> token(List.of(scopes), null, HOUR)));
    }

    /** Adds a token of this life. */
    public ScriptedEndpoint thenTokenOfLife(Duration life) {
        return then(Mono.fromSupplier(() -> token(List.of(), null, life)));
    }

    private TokenResponse token(Collection<String> scopes, @Nullable String refreshToken, Duration life) {
        AccessToken token = new AccessToken("t" + tokens.incrementAndGet(), "Bearer", scopes, time.now(), life);
        return new TokenResponse(token, refreshToken == null ? null : Secret.of(refreshToken), null);
    }
}
