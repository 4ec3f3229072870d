package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;
import reactor.core.publisher.Mono;

@FunctionalInterface
public interface ClientAuthentication {
    Mono<TokenRequest> authenticate(TokenRequest request);
}
