package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;
import java.net.URI;

/** The clients that Spring Security is configured with, read as ours. */
@FunctionalInterface
interface ClientRegistrations {

    /**
     * What the registration of this id says: its client and its token endpoint.
     *
     * @throws IllegalArgumentException when there is none, or one that cannot be read as ours
     */
    Registered find(String id);

    /** A builder with address, identity, grant and scopes; and the address once more. */
    record Registered(TokenSourceBuilder builder, URI tokenUri) {}
}
