package dev.reactivetoken.bearer;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.endpoint.UriText;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Attaches a token to requests, and when one is rejected sends the request once more with a new one: the one copy of
 * this algorithm, for every HTTP client and proxy. Immutable; each method that changes something returns a copy.
 *
 * <p>A request gets the token only if its origin is allowed. To any other origin it goes out without, unless that is
 * refused; so does one that has an {@code Authorization} header of its own. To an allowed origin nothing goes out
 * without a token: where there is none, the call fails with the {@link TokenException}.
 *
 * <p>A 401, or {@linkplain #rejectedStatuses another status that is declared}, rejects the token unless
 * {@code WWW-Authenticate} names a cause that a new token does not cure, such as {@code insufficient_scope}. The
 * rejected token is {@linkplain ReactiveTokenSource#invalidate forgotten}. If the next one is another, and the request
 * can be sent again, the first response is discarded and the request sent once more; else, also when there is no next
 * one, the first response is returned untouched.
 *
 * <p>A neighbour that does not speak in HTTP statuses calls {@link #authorize} and {@link #reject} itself.
 */
public final class BearerCall {

    private static final Logger LOG = LoggerFactory.getLogger(BearerCall.class);

    private final ReactiveTokenSource tokens;
    private final Origins origins;
    private final boolean refuseOthers;
    private final Rejection rejection;
    private final IntConsumer replayed;

    private BearerCall(
            ReactiveTokenSource tokens,
            Origins origins,
            boolean refuseOthers,
            Rejection rejection,
            IntConsumer replayed) {
        this.tokens = tokens;
        this.origins = origins;
        this.refuseOthers = refuseOthers;
        this.rejection = rejection;
        this.replayed = replayed;
    }

    /** With tokens of this source, which is not closed here; to no origin yet. */
    public static BearerCall of(ReactiveTokenSource tokens) {
        return new BearerCall(tokens, Origins.NONE, false, Rejection.UNAUTHORIZED, status -> {});
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
        return new BearerCall(tokens, origins.and(more), refuseOthers, rejection, replayed);
    }

    /**
     * Fails requests to other origins with an {@link IllegalStateException} instead of sending them bare, unless they
     * have an {@code Authorization} header of their own.
     */
    public BearerCall refuseOthers() {
        return new BearerCall(tokens, origins, true, rejection, replayed);
    }

    /**
     * These statuses beside 401 say that a token was rejected, as {@code 403} does of an API that knows no 401. Default
     * none.
     *
     * @throws IllegalArgumentException when one is no status of an error, from 400 to 599
     */
    public BearerCall rejectedStatuses(int... more) {
        return new BearerCall(tokens, origins, refuseOthers, rejection.and(more), replayed);
    }

    /** Tells this one of requests that were sent again ({@link TokenObserver#onReplayed}). */
    public BearerCall observer(TokenObserver told) {
        TokenObserver safe = TokenObserver.composite(List.of(told));
        String source = tokens.status().source();
        return new BearerCall(tokens, origins, refuseOthers, rejection, status -> safe.onReplayed(source, status));
    }

    /** The origins that are allowed. */
    public Origins origins() {
        return origins;
    }

    /**
     * What a request to this target must carry; empty if it goes out without a token, since its origin is not allowed.
     * Signals {@link TokenException} if there is no token, and {@link IllegalStateException} if the request must not be
     * sent at all. One for each subscription, on the thread on which {@link ReactiveTokenSource#token()} signals.
     *
     * @param target absolute, with the scheme {@code http}, {@code https}, {@code ws} or {@code wss}
     */
    public Mono<Authorization> authorize(URI target) {
        return origins.allows(target)
                ? tokens.token().map(Authorization::of)
                : Mono.fromRunnable(() -> checkOther(target, false));
    }

    /** The resource server has rejected this: {@link #authorize} answers another token, once there is one. */
    public void reject(Authorization rejected) {
        tokens.invalidate(rejected.token());
    }

    /**
     * The response to this exchange. Signals on the thread on which the response came; a caller that cancels while the
     * next token is awaited leaves no response behind unreleased.
     */
    public <R> Mono<R> exchange(BearerExchange<R> exchange) {
        if (!origins.allows(exchange.target())) {
            return toOther(exchange);
        }
        return exchange.isAuthorized()
                ? exchange.send(null)
                : tokens.token().flatMap(token -> sendWith(Authorization.of(token), exchange));
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
            throw new IllegalStateException(
                    "a request to " + UriText.origin(target) + " is refused: only " + origins + " may see the token");
        }
    }

    ReactiveTokenSource tokens() {
        return tokens;
    }

    private <R> Mono<R> sendWith(Authorization authorization, BearerExchange<R> exchange) {
        return exchange.send(authorization)
                .flatMap(response -> rejection.is(exchange, response)
                        ? rejected(authorization, exchange, response)
                        : Mono.just(response));
    }

    private <R> Mono<R> rejected(Authorization first, BearerExchange<R> exchange, R response) {
        reject(first);
        if (!exchange.isRepeatable()) {
            return Mono.just(response);
        }
        AtomicBoolean decided = new AtomicBoolean(); // a caller's cancel races with the next token
        AccessToken rejected = first.token();
        return tokens.token()
                .onErrorResume(TokenException.class, noNext -> Mono.just(rejected))
                .doOnCancel(() -> {
                    if (decided.compareAndSet(false, true)) {
                        discard(exchange, response).subscribe();
                    }
                })
                .flatMap(next -> {
                    if (!decided.compareAndSet(false, true)) {
                        return Mono.empty();
                    }
                    return next.equals(rejected)
                            ? Mono.just(response)
                            : sendAgain(Authorization.of(next), exchange, response);
                });
    }

    private <R> Mono<R> sendAgain(Authorization next, BearerExchange<R> exchange, R first) {
        LOG.debug(
                "a {} to {} was answered {} and is sent again with another token",
                exchange.method(),
                exchange.target().getRawAuthority(),
                exchange.status(first));
        Mono<Void> discarded = discard(exchange, first).cache();
        discarded.subscribe(); // also if the caller cancels just now
        return discarded
                .then(Mono.defer(() -> exchange.send(next)))
                .doOnNext(second -> replayed.accept(exchange.status(second)));
    }

    /** A failure here concerns a response that is not read. */
    private static <R> Mono<Void> discard(BearerExchange<R> exchange, R response) {
        return Mono.defer(() -> exchange.discard(response)).onErrorResume(failed -> {
            LOG.debug("a response could not be discarded: {}", failed.getClass().getName());
            return Mono.empty();
        });
    }
}
