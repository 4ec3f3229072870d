package dev.reactivetoken.bearer;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.token.TokenException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.Collection;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Attaches tokens to the requests of Reactor Netty's {@link HttpClient}. Immutable; each method that changes something
 * returns a copy.
 *
 * <pre>{@code
 * BearerHttpClient bearer = BearerHttpClient.of(tokens).allow("https://api.example.com");
 * HttpClient http = bearer.decorate(HttpClient.create());
 * http.get().uri("https://api.example.com/accounts").responseContent()…
 * }</pre>
 *
 * <p>Which requests get a token is decided as {@link BearerCall} says, for each request on the connection that it goes
 * over: also for the requests that follow a redirect.
 */
public final class BearerHttpClient {

    /** A discarded response up to this size is read to its end, which keeps the connection. */
    private static final int MAX_DRAINED = 65_536;

    private final BearerCall call;

    private BearerHttpClient(BearerCall call) {
        this.call = call;
    }

    /** With tokens of this source, which is not closed here; to no origin yet. */
    public static BearerHttpClient of(ReactiveTokenSource tokens) {
        return of(BearerCall.of(tokens));
    }

    /** With the source, origins and options of this call. */
    public static BearerHttpClient of(BearerCall call) {
        return new BearerHttpClient(call);
    }

    /** See {@link BearerCall#allow(String...)}. */
    public BearerHttpClient allow(String... origins) {
        return of(call.allow(origins));
    }

    /** See {@link BearerCall#allow(Collection)}. */
    public BearerHttpClient allow(Collection<URI> origins) {
        return of(call.allow(origins));
    }

    /** See {@link BearerCall#refuseOthers()}. */
    public BearerHttpClient refuseOthers() {
        return of(call.refuseOthers());
    }

    /** See {@link BearerCall#observer}. */
    public BearerHttpClient observer(TokenObserver told) {
        return of(call.observer(told));
    }

    /**
     * This client, whose every request carries the token where it may. A request without a token fails with the
     * {@link TokenException}. A rejected token is not noticed here: that is what {@link #request} is for.
     *
     * @param client if its {@code remoteAddress} changes from call to call, its requests must name whole URIs: a path
     *     alone does not tell where it goes
     */
    public HttpClient decorate(HttpClient client) {
        return client.doOnRequest(new AuthorizationDecorator(call));
    }

    /**
     * A request that is sent once more, with a new token, when its token was rejected: if it has no body, or one that
     * is held.
     *
     * @param client sends it; not one that was {@linkplain #decorate decorated}
     * @param target absolute
     */
    public BearerHttpClientRequest request(HttpClient client, HttpMethod method, URI target) {
        return new BearerHttpClientRequest(call, client, method, target);
    }

    /** Releases a response that is not read: a short body is read to its end, else the connection is closed. */
    public static Mono<Void> discard(HttpClientResponse response, Connection connection) {
        return Mono.defer(() -> {
            int length = response.responseHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, Integer.MAX_VALUE);
            if (length <= MAX_DRAINED) {
                return connection.inbound().receive().then().onErrorComplete();
            }
            connection.dispose();
            return Mono.empty();
        });
    }
}
