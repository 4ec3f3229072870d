package dev.reactivetoken.spring.gateway;

import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.bearer.Origins;
import java.net.URI;
import java.util.List;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The call of one route, to the origin that the route stands for and no other. */
final class RouteCall {

    private final BearerCall call;

    RouteCall(BearerCall call) {
        this.call = call.refuseOthers();
    }

    Mono<Void> exchange(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        URI target = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (!leadsTo(target, route, exchange)) {
            return Mono.error(new IllegalStateException("route '" + route.getId() + "' of "
                    + route.getUri().getScheme() + "://" + route.getUri().getRawAuthority() + " was led to "
                    + target.getScheme() + "://" + target.getRawAuthority() + ", where its token must not go"));
        }
        BearerCall bound = call.origins().isEmpty() ? call.allow(List.of(origin(target))) : call;
        return bound.exchange(new GatewayExchange(exchange, chain, target)).then();
    }

    private static boolean leadsTo(URI target, Route route, ServerWebExchange exchange) {
        if ("lb".equalsIgnoreCase(route.getUri().getScheme())) {
            return target.getHost() != null
                    && exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR) != null;
        }
        return target.getHost() != null
                && route.getUri().getHost() != null
                && Origins.NONE.and(List.of(origin(route.getUri()))).allows(target);
    }

    private static URI origin(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    }
}
