package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A grant that is nothing but its type; what came before does not matter to it. */
record GrantTypeOnly(String type) implements Grant {

    static final GrantTypeOnly CLIENT_CREDENTIALS = new GrantTypeOnly("client_credentials");
    static final GrantTypeOnly NONE = new GrantTypeOnly("none");

    @Override
    public Mono<TokenRequest> request(@Nullable TokenResponse previous) {
        return Mono.just(TokenRequest.of(type));
    }
}
