package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;

/** reactive-token with its defaults. */
final class ReactiveTokenSubject implements Subject {

    private final ReactiveTokenSource source;

    ReactiveTokenSubject(Endpoint endpoint) {
        source = ReactiveTokenSource.builder()
                .tokenUri(endpoint.uri("/token"))
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .build();
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        source.token().subscribe(subscriber);
    }

    @Override
    public void reject(Object token) {
        source.invalidate((AccessToken) token);
    }

    @Override
    public void close() {
        source.close();
    }
}
