package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;
import java.net.URI;

/** The clients that Spring Security is configured with, read as ours. */
interface ClientRegistrations {

    /**
     * A builder with address, identity, grant and scopes of the registration of this id.
     *
     * @throws IllegalArgumentException when there is none, or one that cannot be read as ours
     */
    TokenSourceBuilder builder(String id);

    /** The token endpoint of the registration of this id. */
    URI tokenUri(String id);
}
