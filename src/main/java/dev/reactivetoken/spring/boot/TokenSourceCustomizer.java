package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;

/**
 * Changes a token source that is made from properties: a bean of this type gets the builder of every client. A
 * credential or scopes that it sets may be missing in the properties.
 */
@FunctionalInterface
public interface TokenSourceCustomizer {

    /**
     * Returns the builder to go on with. A builder is immutable: what its methods return has to be returned.
     *
     * @param client the name of the client under {@code reactive-token.clients}; for a source of the manager of
     *     authorized clients, the id of the registration
     */
    TokenSourceBuilder customize(String client, TokenSourceBuilder builder);
}
