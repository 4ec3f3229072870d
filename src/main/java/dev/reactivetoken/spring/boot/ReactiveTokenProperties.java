package dev.reactivetoken.spring.boot;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The token clients of the application.
 *
 * @param clients Token clients by name; a client "orders" becomes the bean ordersTokenSource with the qualifier orders.
 * @param security How Spring Security's OAuth 2.0 client gets its tokens.
 */
@ConfigurationProperties(ReactiveTokenProperties.PREFIX)
record ReactiveTokenProperties(Map<String, ClientProperties> clients, Security security) {

    static final String PREFIX = "reactive-token";
    static final String CLIENTS = PREFIX + ".clients";

    /**
     * How Spring Security's OAuth 2.0 client gets its tokens.
     *
     * @param authorizedClientManager Whether the ReactiveOAuth2AuthorizedClientManager is one over token sources, for
     *     registrations with the grant client_credentials.
     */
    record Security(@DefaultValue("false") boolean authorizedClientManager) {}

    ReactiveTokenProperties(@Nullable Map<String, ClientProperties> clients, @DefaultValue Security security) {
        this.clients = clients == null ? Map.of() : clients;
        this.security = security;
    }

    /** The client of this name; its bean is registered because it is configured. */
    ClientProperties client(String name) {
        ClientProperties client = clients.get(name);
        if (client == null) {
            throw new PropertyPath(name).invalid("", "is not there");
        }
        return client;
    }
}
