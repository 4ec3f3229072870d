package dev.reactivetoken.spring.boot;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the application says of its token clients.
 *
 * @param clients Token clients by name; a client "orders" becomes the bean ordersTokenSource with the qualifier orders.
 */
@ConfigurationProperties(ReactiveTokenProperties.PREFIX)
record ReactiveTokenProperties(Map<String, ClientProperties> clients) {

    static final String PREFIX = "reactive-token";
    static final String CLIENTS = PREFIX + ".clients";

    ReactiveTokenProperties(@Nullable Map<String, ClientProperties> clients) {
        this.clients = clients == null ? Map.of() : clients;
    }

    /** The client of this name, which was registered because it is there. */
    ClientProperties client(String name) {
        ClientProperties client = clients.get(name);
        if (client == null) {
            throw new PropertyPath(name).invalid("", "is not there");
        }
        return client;
    }
}
