package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** By the newest refresh token. */
record RefreshTokenGrant(Secret refreshToken) implements Grant {

    @Override
    public Mono<TokenRequest> request(@Nullable TokenResponse previous) {
        Secret newest = previous == null ? null : previous.refreshToken();
        return Mono.just(requestBy(newest == null ? refreshToken : newest));
    }

    static TokenRequest requestBy(Secret refreshToken) {
        return TokenRequest.of("refresh_token")
                .parameter("refresh_token", refreshToken)
                .withOneTime();
    }
}
