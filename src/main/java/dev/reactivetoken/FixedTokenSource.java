package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import reactor.core.publisher.Mono;

final class FixedTokenSource implements ReactiveTokenSource {

    private final Mono<AccessToken> token;

    FixedTokenSource(AccessToken token) {
        this.token = Mono.just(token);
    }

    @Override
    public Mono<AccessToken> token() {
        return token;
    }

    @Override
    public void invalidate(AccessToken rejected) {}

    @Override
    public void close() {}
}
