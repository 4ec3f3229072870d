package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/** {@code /actuator/tokens}: the status of each source, without secrets and tokens, and a way to forget a token. */
@Endpoint(id = "tokens")
class TokensEndpoint {

    private final Map<String, ReactiveTokenSource> sources;

    /** By the name of the client. */
    TokensEndpoint(Map<String, ReactiveTokenSource> sources) {
        this.sources = sources;
    }

    /** Every source, by the name of its client. */
    @ReadOperation
    Map<String, TokenDescription> tokens() {
        Map<String, TokenDescription> all = new LinkedHashMap<>();
        sources.forEach((name, source) -> all.put(name, describe(source)));
        return all;
    }

    /** The source of this client; null, which is 404, if there is none. */
    @ReadOperation
    @Nullable
    TokenDescription token(@Selector String name) {
        ReactiveTokenSource source = sources.get(name);
        return source == null ? null : describe(source);
    }

    /**
     * Forgets the held token, if there is one, and starts a refresh. When that fails, the held token is handed out again
     * up to its end.
     */
    @DeleteOperation
    void renew(@Selector String name) {
        ReactiveTokenSource source = sources.get(name);
        if (source == null) {
            throw new InvalidEndpointRequestException(
                    "there is no token source of this name", "there is no token source of this name");
        }
        AccessToken held = source.status().token();
        if (held != null) {
            source.invalidate(held);
            source.renew().subscribe(renewed -> {}, failed -> {}); // the status has the failure
        }
    }

    private static TokenDescription describe(ReactiveTokenSource source) {
        return TokenDescription.of(source.status(), TokenClock.system());
    }
}
