package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import reactor.core.publisher.Mono;

final class FixedTokenSource implements ReactiveTokenSource {

    private final AccessToken token;
    private final Mono<AccessToken> mono;

    FixedTokenSource(AccessToken token) {
        this.token = token;
        this.mono = Mono.just(token);
    }

    @Override
    public Mono<AccessToken> token() {
        return mono;
    }

    @Override
    public void invalidate(AccessToken rejected) {}

    @Override
    public TokenStatus status() {
        return new TokenStatus(
                "fixed", TokenStatus.State.FRESH, token, token.expiresAt(), token.lifetime(), 0, null, null, null);
    }

    @Override
    public void close() {}
}
