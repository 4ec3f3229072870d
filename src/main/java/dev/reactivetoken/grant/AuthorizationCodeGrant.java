package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Exchanges an authorization code once, then uses refresh tokens. */
final class AuthorizationCodeGrant implements Grant {

    private final TokenRequest exchange;

    /** Set once an answer was seen: then the code is spent. After a failure it may not be. */
    private volatile boolean spent;

    AuthorizationCodeGrant(Secret code, URI redirectUri, @Nullable Secret codeVerifier) {
        TokenRequest request = TokenRequest.of("authorization_code")
                .withOneTime()
                .parameter("code", code)
                .parameter(
                        "redirect_uri",
                        Validation.absolute(redirectUri, "redirect URI").toString());
        this.exchange =
                codeVerifier == null ? request : request.parameter("code_verifier", Pkce.verified(codeVerifier));
    }

    @Override
    public Mono<TokenRequest> request(@Nullable TokenResponse previous) {
        if (previous != null) {
            spent = true;
            Secret refreshToken = previous.refreshToken();
            if (refreshToken != null) {
                return Mono.just(RefreshTokenGrant.requestBy(refreshToken));
            }
        }
        return spent
                ? Mono.error(() -> new TokenException.Refused(
                        "the authorization code was used; sign the user in again", ErrorResponse.NONE))
                : Mono.just(exchange);
    }

    @Override
    public Grant scopes(Collection<String> scopes) {
        if (scopes.isEmpty()) {
            return this;
        }
        throw new UnsupportedOperationException("the scopes of an authorization code were fixed when the user signed"
                + " in; name them in the AuthorizationRequest");
    }

    @Override
    public String toString() {
        return "AuthorizationCodeGrant[" + exchange + ']';
    }
}
