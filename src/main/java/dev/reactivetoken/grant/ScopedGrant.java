package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenResponse;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A grant and the scopes it asks for. */
final class ScopedGrant implements Grant {

    private final Grant grant;
    private final Set<String> scopes;

    ScopedGrant(Grant grant, Collection<String> scopes) {
        this.grant = grant;
        this.scopes = Validation.scopes(scopes);
    }

    @Override
    public Mono<TokenRequest> request(@Nullable TokenResponse previous) {
        return grant.request(previous).map(request -> request.withScopes(scopes));
    }

    @Override
    public Grant scopes(Collection<String> others) {
        return new ScopedGrant(grant, others);
    }

    @Override
    public String toString() {
        return grant + " " + scopes;
    }
}
