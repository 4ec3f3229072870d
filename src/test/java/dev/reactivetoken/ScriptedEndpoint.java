package dev.reactivetoken;

import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** An endpoint that answers what a test has written down for it, then tokens t1, t2, … of an hour. */
final class ScriptedEndpoint implements TokenEndpoint {

    final List<TokenRequest> requests = new ArrayList<>();
    private final Deque<Mono<TokenResponse>> answers = new ArrayDeque<>();
    private final TokenClock clock;
    private Duration lifetime = Duration.ofHours(1);
    private int tokens;

    ScriptedEndpoint(TokenClock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<TokenResponse> send(TokenRequest request) {
        return Mono.defer(() -> {
            requests.add(request);
            Mono<TokenResponse> written = answers.poll();
            return written != null ? written : Mono.just(token(request.scopes(), null));
        });
    }

    ScriptedEndpoint then(Mono<TokenResponse> answer) {
        answers.add(answer);
        return this;
    }

    ScriptedEndpoint thenFail(Throwable failure) {
        return then(Mono.error(failure));
    }

    ScriptedEndpoint thenStatus(int status, int times) {
        for (int i = 0; i < times; i++) {
            thenFail(new Unreachable("later", ErrorResponse.status(status), null));
        }
        return this;
    }

    ScriptedEndpoint thenThrottle(Duration wait) {
        return thenFail(new Unreachable("throttled", new ErrorResponse(429, null, null, wait), null));
    }

    ScriptedEndpoint thenRefuse(int status, @Nullable String error) {
        return thenFail(new Refused("refused", new ErrorResponse(status, error, null, null)));
    }

    ScriptedEndpoint thenTokenWithRefreshToken(String refreshToken) {
        return then(Mono.fromSupplier(() -> token(List.of(), refreshToken)));
    }

    ScriptedEndpoint thenTokenOf(String... scopes) {
        return then(Mono.fromSupplier(() -> token(List.of(scopes), null)));
    }

    ScriptedEndpoint thenTokenOfLife(Duration life) {
        return then(Mono.fromSupplier(() -> {
            lifetime = life;
            return token(List.of(), null);
        }));
    }

    private TokenResponse token(Collection<String> scopes, @Nullable String refreshToken) {
        AccessToken token = new AccessToken("t" + ++tokens, "Bearer", scopes, clock.now(), lifetime);
        return new TokenResponse(token, refreshToken == null ? null : Secret.of(refreshToken), null, Map.of());
    }
}
