package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

@FunctionalInterface
public interface Grant {
    Mono<TokenRequest> request(@Nullable TokenResponse previous);
}
