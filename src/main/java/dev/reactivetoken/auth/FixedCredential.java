package dev.reactivetoken.auth;

import reactor.core.publisher.Mono;

/** A credential that never changes. */
record FixedCredential(ClientCredential credential) implements CredentialSource {

    @Override
    public Mono<ClientCredential> current() {
        return Mono.just(credential);
    }
}
