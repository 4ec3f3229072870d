package dev.reactivetoken.spring;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.token.TokenException;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/**
 * Attaches a token to the requests of a {@code WebClient}, and sends a rejected one once more with a new token, as
 * {@link BearerCall} does. Immutable; each method that changes something returns a copy.
 *
 * <pre>{@code
 * WebClient api = WebClient.builder()
 *         .baseUrl("https://api.example.com")
 *         .filter(BearerExchangeFilter.of(tokens).allow("https://api.example.com"))
 *         .build();
 * }</pre>
 *
 * <p>Without a token the call fails with the {@link TokenException}, and nothing is sent. A request is sent again only
 * if its body is empty or one value that can be written twice: form data, a string, an object. Bodies that come as a
 * {@code Flux} or another live publisher, multipart bodies, data buffers and streams are not, and nothing is held in
 * memory for it.
 *
 * <p>A redirect that the connector follows is out of sight of every filter. Reactor Netty, told to
 * {@code followRedirect(true)}, drops the header on the way to another host or port, or from https to http; do not use
 * a form of {@code followRedirect} that puts it back. Java 17's own client keeps the header wherever the redirect
 * leads: do not let it follow any.
 *
 * <p>Put this filter behind those that try a request again, so that each try has a token that is usable then.
 */
public final class BearerExchangeFilter implements ExchangeFilterFunction {

    private final BearerCall call;

    private BearerExchangeFilter(BearerCall call) {
        this.call = call;
    }

    /** With tokens of this source, which is not closed here; to no origin yet. */
    public static BearerExchangeFilter of(ReactiveTokenSource tokens) {
        return of(BearerCall.of(tokens));
    }

    /** With the source, origins and options of this call. */
    public static BearerExchangeFilter of(BearerCall call) {
        return new BearerExchangeFilter(call);
    }

    /**
     * Also to these origins, each {@code https://host} or {@code https://host:port}.
     *
     * @throws IllegalArgumentException when one is anything else; plain {@code http} has to be named as such
     */
    public BearerExchangeFilter allow(String... more) {
        return of(call.allow(more));
    }

    /**
     * Fails requests to other origins instead of sending them without a token, as {@link BearerCall#refuseOthers()}
     * does.
     */
    public BearerExchangeFilter refuseOthers() {
        return of(call.refuseOthers());
    }

    @Override
    public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
        return call.exchange(new WebClientExchange(request, next));
    }
}
