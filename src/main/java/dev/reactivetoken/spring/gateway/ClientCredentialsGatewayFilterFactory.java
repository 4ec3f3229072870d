package dev.reactivetoken.spring.gateway;

import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.token.TokenException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.OrderedGatewayFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import org.springframework.cloud.gateway.support.HasRouteId;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * The filter {@code - ClientCredentials=orders} of Spring Cloud Gateway: what this route sends upstream carries a token
 * of the source named {@code orders}.
 *
 * <pre>{@code
 * spring.cloud.gateway.server.webflux.routes:
 *   - id: orders
 *     uri: https://api.example.com
 *     predicates: [ "Path=/orders/**" ]
 *     filters: [ "ClientCredentials=orders" ]
 * }</pre>
 *
 * <p>An {@code Authorization} header of the incoming request is replaced: it is meant for this gateway, and the token
 * is what the route is for. A WebSocket handshake gets the token as well.
 *
 * <p>The token goes to the origin of the route's own {@code uri} alone, or to the instance that the load balancer chose
 * for a route of {@code lb://}. If the {@link BearerCall} is allowed any origin, the route must lead to one of these
 * too. A request that would go elsewhere, since another filter changed its target, fails: nothing is sent without the
 * token.
 *
 * <p>Without a token the client gets a 503 with a problem document (RFC 9457) and {@code Retry-After}: the seconds
 * until a token is requested again, one if the next call may try. Filters of the route see an exception instead, and
 * may respond otherwise; a bean of this class is the {@link WebExceptionHandler} that writes the 503.
 *
 * <p>When upstream rejects a token, a request without a body is sent once more with the next one, as {@link BearerCall}
 * does; one with a body is not, since nothing of a body is kept.
 */
public final class ClientCredentialsGatewayFilterFactory
        extends AbstractGatewayFilterFactory<ClientCredentialsGatewayFilterFactory.Config>
        implements WebExceptionHandler, Ordered {

    /** Behind every filter that may choose the target, and just before those that send the request. */
    public static final int FILTER_ORDER = Ordered.LOWEST_PRECEDENCE - 2;

    private static final int BEFORE_SPRING_BOOTS_ERROR_PAGE = -2;

    private final Map<String, BearerCall> calls;

    /** With these calls, each under the name by which routes ask for it. */
    public ClientCredentialsGatewayFilterFactory(Map<String, BearerCall> calls) {
        super(Config.class);
        this.calls = new TreeMap<>(calls);
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of("source");
    }

    /**
     * The filter of one route.
     *
     * @throws IllegalArgumentException when there is no source of that name; says which there are
     */
    @Override
    public GatewayFilter apply(Config config) {
        BearerCall call = config.source == null ? null : calls.get(config.source);
        if (call == null) {
            throw new IllegalArgumentException("route '" + config.routeId + "': there is no token source '"
                    + config.source + "' for ClientCredentials; known are " + calls.keySet());
        }
        RouteCall route = new RouteCall(call);
        return new OrderedGatewayFilter(
                (exchange, chain) -> route.exchange(exchange, chain)
                        .onErrorMap(TokenException.class, TokenUnavailableException::new),
                FILTER_ORDER);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        return thrown instanceof TokenUnavailableException unavailable
                        && !exchange.getResponse().isCommitted()
                ? unavailable.write(exchange.getResponse())
                : Mono.error(thrown);
    }

    /** As {@link WebExceptionHandler}. */
    @Override
    public int getOrder() {
        return BEFORE_SPRING_BOOTS_ERROR_PAGE;
    }

    /** What a route says. */
    public static final class Config implements HasRouteId {

        private @Nullable String source;
        private @Nullable String routeId;

        /** The name of the token source. */
        public @Nullable String getSource() {
            return source;
        }

        public void setSource(String name) {
            this.source = name;
        }

        @Override
        public @Nullable String getRouteId() {
            return routeId;
        }

        @Override
        public void setRouteId(String id) {
            this.routeId = id;
        }
    }
}
