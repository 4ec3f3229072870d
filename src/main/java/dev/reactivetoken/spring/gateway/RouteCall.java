package dev.reactivetoken.spring.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.bearer.Origins;
import dev.reactivetoken.endpoint.UriText;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The call of one route, to the origin that the route stands for and no other. A filter learns its route from the first
 * request; what is the same for all requests is made then.
 */
final class RouteCall {

    private static final String LOAD_BALANCED = "lb";
    private static final int MAX_INSTANCES = 1_000;

    private final BearerCall call;
    private final Cache<String, BearerCall> byInstance =
            Caffeine.newBuilder().maximumSize(MAX_INSTANCES).build();
    private volatile @Nullable Bound bound;

    /** @param origin of the route; null if the load balancer chooses it for each request */
    private record Bound(URI route, @Nullable Origins origin, BearerCall call) {}

    RouteCall(BearerCall call) {
        this.call = call.refuseOthers();
    }

    Mono<Void> exchange(ServerWebExchange exchange, GatewayFilterChain chain) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        URI target = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        BearerCall allowed = callTo(target, boundTo(route.getUri()), exchange);
        return allowed == null
                ? Mono.error(ledElsewhere(route, target))
                : allowed.exchange(new GatewayExchange(exchange, chain, target)).then();
    }

    /** Bound once; twice if the first requests race, and again if the filter is shared by another route. */
    private Bound boundTo(URI route) {
        Bound known = bound;
        if (known == null || !known.route.equals(route)) {
            known = bind(route);
            bound = known;
        }
        return known;
    }

    private Bound bind(URI route) {
        if (LOAD_BALANCED.equalsIgnoreCase(route.getScheme())) {
            return new Bound(route, null, call);
        }
        if (route.getHost() == null) {
            return new Bound(route, Origins.NONE, call);
        }
        List<URI> origin = List.of(URI.create(UriText.origin(route)));
        return new Bound(route, Origins.NONE.and(origin), call.origins().isEmpty() ? call.allow(origin) : call);
    }

    /** Null if the route does not lead to this target. */
    private @Nullable BearerCall callTo(URI target, Bound to, ServerWebExchange exchange) {
        if (to.origin != null) {
            return to.origin.allows(target) ? to.call : null;
        }
        boolean chosen = target.getHost() != null
                && exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR) != null;
        return chosen ? callToInstance(target) : null;
    }

    private BearerCall callToInstance(URI target) {
        return call.origins().isEmpty() ? byInstance.get(UriText.origin(target), call::allow) : call;
    }

    private static IllegalStateException ledElsewhere(Route route, URI target) {
        return new IllegalStateException("route '" + route.getId() + "' of " + UriText.origin(route.getUri())
                + " was led to " + UriText.origin(target) + ", where its token must not go");
    }
}
