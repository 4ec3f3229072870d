package dev.reactivetoken.bearer;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Attaches a token to requests, and when one is rejected sends the request once more with a new one: the one copy of
 * this algorithm, for every HTTP client and proxy. Immutable; each method that changes something answers a copy.
 *
 * <p>A request gets the token only if its origin is allowed. To any other origin it goes out without, unless that is
 * refused; so does one whose caller has set an {@code Authorization} header himself. To an allowed origin nothing goes
 * out without a token: where there is none, the call fails with the {@link TokenException}.
 *
 * <p>A 401 rejects the token unless its {@code WWW-Authenticate} names another cause, such as
 * {@code insufficient_scope}; a 403 never does. The rejected token is {@linkplain ReactiveTokenSource#invalidate
 * forgotten}. If the next one is another, and the request can be sent again, the first response is discarded and the
 * request sent once more; else, also when there is no next one, the first response is the answer.
 */
public final class BearerCall {

    private static final Logger LOG = LoggerFactory.getLogger(BearerCall.class);
    private static final int UNAUTHORIZED = 401;
    private static final TokenObserver NOBODY = new TokenObserver() {};

    private final ReactiveTokenSource tokens;
    private final Origins origins;
    private final boolean refuseOthers;
    private final TokenObserver observer;

    private BearerCall(ReactiveTokenSource tokens, Origins origins, boolean refuseOthers, TokenObserver observer) {
        this.tokens = tokens;
        this.origins = origins;
        this.refuseOthers = refuseOthers;
        this.observer = observer;
    }

    /** With tokens of this source, which is not closed here; to no origin yet. */
    public static BearerCall of(ReactiveTokenSource tokens) {
        return new BearerCall(tokens, Origins.NONE, false, NOBODY);
    }

    /**
     * Also to these origins, each {@code https://host} or {@code https://host:port}.
     *
     * @throws IllegalArgumentException when one is anything else; plain {@code http} has to be named as such
     */
    public BearerCall allow(String... more) {
        return allow(Arrays.stream(more).map(URI::create).toList());
    }

    /** Also to these origins: {@code provider.resourceOrigins()}. */
    public BearerCall allow(Collection<URI> more) {
        return new BearerCall(tokens, origins.and(more), refuseOthers, observer);
    }

    /**
     * Fails requests to other origins with an {@link IllegalStateException} instead of sending them bare, unless their
     * caller has set an {@code Authorization} header himself.
     */
    public BearerCall refuseOthers() {
        return new BearerCall(tokens, origins, true, observer);
    }

    /** Tells this one of requests that were sent again ({@link TokenObserver#onReplayed}). */
    public BearerCall observer(TokenObserver told) {
        return new BearerCall(tokens, origins, refuseOthers, TokenObserver.composite(List.of(told)));
    }

    /** The origins that are allowed. */
    public Origins origins() {
        return origins;
    }

    /**
     * The response to this exchange. Signals on the thread on which the response came; a caller who cancels while the
     * next token is awaited leaves no response behind unreleased.
     */
    public <R> Mono<R> exchange(BearerExchange<R> exchange) {
        if (!origins.allows(exchange.target())) {
            return toOther(exchange);
        }
        return exchange.isAuthorized()
                ? exchange.send(null)
                : tokens.token().flatMap(token -> sendWith(token, exchange));
    }

    private <R> Mono<R> toOther(BearerExchange<R> exchange) {
        return Mono.defer(() -> {
            checkOther(exchange.target(), exchange.isAuthorized());
            return exchange.send(null);
        });
    }

    /** Throws if a request to an origin that is not allowed must not be sent. */
    void checkOther(URI target, boolean authorized) {
        if (origins.isEmpty()) {
            throw new IllegalStateException("no origin may see the token: call allow(\"https://…\")");
        }
        if (refuseOthers && !authorized) {
            throw new IllegalStateException("a request to " + target.getScheme() + "://" + target.getRawAuthority()
                    + " is refused: only " + origins + " may see the token");
        }
    }

    ReactiveTokenSource tokens() {
        return tokens;
    }

    private <R> Mono<R> sendWith(AccessToken token, BearerExchange<R> exchange) {
        return exchange.send(token)
                .flatMap(response -> exchange.status(response) == UNAUTHORIZED
                        ? rejected(token, exchange, response)
                        : Mono.just(response));
    }

    private <R> Mono<R> rejected(AccessToken token, BearerExchange<R> exchange, R response) {
        if (!Challenges.rejectToken(exchange.challenges(response))) {
            return Mono.just(response);
        }
        tokens.invalidate(token);
        if (!exchange.isRepeatable()) {
            return Mono.just(response);
        }
        AtomicBoolean decided = new AtomicBoolean(); // a caller's cancel races with the next token
        return tokens.token()
                .onErrorResume(TokenException.class, noNext -> Mono.just(token))
                .doOnCancel(() -> {
                    if (decided.compareAndSet(false, true)) {
                        discard(exchange, response).subscribe();
                    }
                })
                .flatMap(next -> {
                    if (!decided.compareAndSet(false, true)) {
                        return Mono.empty();
                    }
                    return next.equals(token) ? Mono.just(response) : sendAgain(next, exchange, response);
                });
    }

    private <R> Mono<R> sendAgain(AccessToken next, BearerExchange<R> exchange, R first) {
        Mono<Void> discarded = discard(exchange, first).cache();
        discarded.subscribe(); // also if the caller cancels just now
        return discarded
                .then(Mono.defer(() -> exchange.send(next)))
                .doOnNext(second -> replayed(exchange.status(second)));
    }

    /** What fails here is the response that nobody wants. */
    private static <R> Mono<Void> discard(BearerExchange<R> exchange, R response) {
        return Mono.defer(() -> exchange.discard(response)).onErrorResume(failed -> {
            LOG.debug("a response could not be discarded: {}", failed.getClass().getName());
            return Mono.empty();
        });
    }

    private void replayed(int status) {
        observer.onReplayed(tokens.status().source(), status);
    }
}
