package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A grant that is nothing but its type; what came before does not matter to it. */
record PlainGrant(String type) implements Grant {

    @Override
    public Mono<TokenRequest> request(@Nullable TokenResponse previous) {
        return Mono.just(TokenRequest.of(type));
    }
}
