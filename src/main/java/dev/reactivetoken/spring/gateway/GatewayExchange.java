package dev.reactivetoken.spring.gateway;

import dev.reactivetoken.bearer.Authorization;
import dev.reactivetoken.bearer.BearerExchange;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;

/**
 * A request on its way through the gateway. Its response is what the routing filter left in the exchange: status and
 * headers; the body waits in the connection to be written by a filter that stands before this one.
 */
final class GatewayExchange implements BearerExchange<ServerHttpResponse> {

    private final ServerWebExchange exchange;
    private final GatewayFilterChain chain;
    private final URI target;

    GatewayExchange(ServerWebExchange exchange, GatewayFilterChain chain, URI target) {
        this.exchange = exchange;
        this.chain = chain;
        this.target = target;
    }

    @Override
    public String method() {
        return exchange.getRequest().getMethod().name();
    }

    @Override
    public URI target() {
        return target;
    }

    /** Never: a header of the client's is for the gateway and is replaced. */
    @Override
    public boolean isAuthorized() {
        return false;
    }

    @Override
    public Mono<ServerHttpResponse> send(@Nullable Authorization authorization) {
        if (authorization == null) {
            return Mono.error(new IllegalStateException("a route with client credentials never sends without a token"));
        }
        ServerWebExchange authorized = exchange.mutate()
                .request(request -> request.headers(headers -> authorization.writeTo(headers::set)))
                .build();
        return onServingLoop(chain.filter(authorized).then(Mono.fromSupplier(exchange::getResponse)));
    }

    /**
     * A request that had to wait for its token goes on on the event loop that serves it; else all that waited would go
     * on on one thread. A WebSocket needs that loop: Netty loses the first frames of a handshake that is begun on
     * another thread and delayed there.
     */
    private <T> Mono<T> onServingLoop(Mono<T> sent) {
        EventLoop loop = servingLoop();
        return loop == null || loop.inEventLoop() ? sent : sent.subscribeOn(Schedulers.fromExecutor(loop));
    }

    private @Nullable EventLoop servingLoop() {
        try {
            Object served = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
            return served instanceof ChannelOperations<?, ?> on ? on.channel().eventLoop() : null;
        } catch (IllegalArgumentException | IllegalStateException noServer) {
            return null; // a mock request has no connection
        }
    }

    @Override
    public boolean isRepeatable() {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return headers.getContentLength() <= 0
                && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING)
                && !exchange.getResponse().isCommitted();
    }

    @Override
    public int status(ServerHttpResponse response) {
        HttpStatusCode status = response.getStatusCode();
        return status == null ? 200 : status.value();
    }

    @Override
    public List<String> challenges(ServerHttpResponse response) {
        return response.getHeaders().getOrEmpty(HttpHeaders.WWW_AUTHENTICATE);
    }

    /** Removes what the routing filter left, as the gateway's own retry does, but keeps the connection. */
    @Override
    public Mono<Void> discard(ServerHttpResponse response) {
        // first of all: the cleanup after a cancel must not close a connection that is in the pool again
        Object connection = exchange.getAttributes().remove(ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR);
        exchange.getAttributes().remove(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR);
        Set<String> names =
                exchange.getAttributeOrDefault(ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES, Set.of());
        names.forEach(response.getHeaders()::remove);
        ServerWebExchangeUtils.removeAlreadyRouted(exchange);
        return connection instanceof Connection open ? open.inbound().receive().then() : Mono.empty();
    }
}
