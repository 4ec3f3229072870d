package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenSourceBuilder;

/**
 * The last word on a token source that is made of properties: a bean of this type sees the builder of every client. A
 * credential or scopes that it sets need not stand in properties.
 */
@FunctionalInterface
public interface TokenSourceCustomizer {

    /**
     * The builder to go on with; it is immutable, so what its methods answer has to be returned.
     *
     * @param client the name of the client under {@code reactive-token.clients}; for a source of the manager of
     *     authorized clients, the id of the registration
     */
    TokenSourceBuilder customize(String client, TokenSourceBuilder builder);
}
