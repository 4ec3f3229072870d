package dev.reactivetoken.spring.boot;

import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.spring.BearerExchangeFilter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.WebClient;

/** Adds the filters of the clients with {@code web-client=true}, each for origins of its own. */
final class BearerWebClientCustomizer implements WebClientCustomizer {

    private static final String PROPERTY = "web-client";

    private final List<BearerExchangeFilter> filters = new ArrayList<>();

    BearerWebClientCustomizer(TokenClients clients, Map<String, BearerCall> calls) {
        List<String> before = new ArrayList<>();
        for (String client : clients.names()) {
            BearerCall call = calls.get(ClientBeans.CALL.of(client));
            if (call != null && clients.client(client).webClient()) {
                check(client, clients, call);
                before.forEach(other -> refuseShared(client, other, clients, call));
                before.add(client);
                filters.add(BearerExchangeFilter.of(call));
            }
        }
    }

    @Override
    public void customize(WebClient.Builder builder) {
        filters.forEach(builder::filter);
    }

    private static void check(String client, TokenClients clients, BearerCall call) {
        PropertyPath path = new PropertyPath(client);
        if (call.origins().isEmpty()) {
            throw path.invalid(PROPERTY, "needs " + path.of("origins") + ", which may see the token");
        }
        path.exclusive(
                PROPERTY, true, "refuse-other-origins", clients.client(client).refuseOtherOrigins());
    }

    /** A request to a shared origin would have two tokens to choose from. */
    private static void refuseShared(String client, String other, TokenClients clients, BearerCall call) {
        for (URI origin : clients.origins(other)) {
            if (call.origins().allows(origin)) {
                PropertyPath path = new PropertyPath(client);
                throw path.invalid(
                        PROPERTY,
                        "has the origin " + origin + " in common with the client " + other
                                + ", and a request gets one token: use the filters " + ClientBeans.FILTER.of(client)
                                + " and " + ClientBeans.FILTER.of(other) + " where each belongs");
            }
        }
    }
}
