package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;
import reactor.core.publisher.Mono;

/** A client without a secret: sends its id and no proof. */
record PublicClient(String clientId) implements ClientAuthentication {

    PublicClient {
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("a client id must not be empty");
        }
    }

    @Override
    public Mono<TokenRequest> authenticate(TokenRequest request) {
        return Mono.fromCallable(
                () -> SecretAuthentication.notYetAuthenticated(request).parameter("client_id", clientId));
    }
}
