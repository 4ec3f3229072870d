package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;
import java.net.URI;

/** Reads the client registrations that Spring Security is configured with. */
@FunctionalInterface
interface ClientRegistrations {

    /**
     * What the registration of this id says: its client and its token endpoint.
     *
     * @throws IllegalArgumentException when there is none, or its grant or authentication is not supported
     */
    Registered find(String id);

    /** A builder with the token URI, client, grant and scopes; and the token URI once more. */
    record Registered(TokenSourceBuilder builder, URI tokenUri) {}
}
