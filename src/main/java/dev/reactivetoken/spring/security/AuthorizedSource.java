package dev.reactivetoken.spring.security;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import reactor.core.publisher.Mono;

/** The source of one registration, and its token as Spring Security's authorized client. */
final class AuthorizedSource {

    private static final String MALFORMED = "invalid_token_response"; // the code that Spring Security uses

    private final ClientRegistration registration;
    private final ReactiveTokenSource tokens;
    private final Mono<OAuth2AuthorizedClient> client;
    private volatile @Nullable CachedClient last; // a race makes two clients of one token, no more

    private record CachedClient(AccessToken token, OAuth2AuthorizedClient client) {}

    AuthorizedSource(ClientRegistration registration, ReactiveTokenSource tokens) {
        this.registration = registration;
        this.tokens = tokens;
        this.client = tokens.token().map(this::toClient).onErrorMap(TokenException.class, this::toException);
    }

    /** Errors are of {@link ClientAuthorizationException}, caused by a {@link TokenException}. */
    Mono<OAuth2AuthorizedClient> client() {
        return client;
    }

    /** Forgets the token that was handed out last. */
    void invalidate() {
        CachedClient rejected = last;
        if (rejected != null) {
            tokens.invalidate(rejected.token);
        }
    }

    void close() {
        tokens.close();
    }

    @SuppressWarnings("ReferenceEquality") // an equal token may live longer
    private OAuth2AuthorizedClient toClient(AccessToken token) {
        CachedClient before = last;
        if (before != null && before.token == token) {
            return before.client;
        }
        OAuth2AuthorizedClient made = new OAuth2AuthorizedClient(
                registration,
                registration.getClientId(), // the token is the client's, not the principal's
                new OAuth2AccessToken(
                        TokenType.BEARER, token.value(), token.issuedAt(), token.expiresAt(), token.scopes()));
        last = new CachedClient(token, made);
        return made;
    }

    /** A new one for each caller: handlers add suppressed exceptions to it. */
    private ClientAuthorizationException toException(TokenException failed) {
        OAuth2Error error = new OAuth2Error(code(failed), failed.errorDescription(), null);
        return new ClientAuthorizationException(error, registration.getRegistrationId(), failed.getMessage(), failed);
    }

    private static String code(TokenException failed) {
        String said = failed.error();
        if (said != null && !said.isBlank()) {
            return said;
        }
        if (failed instanceof TokenException.Malformed) {
            return MALFORMED;
        }
        return failed instanceof TokenException.Refused refused
                ? refused.concernsClient() ? OAuth2ErrorCodes.INVALID_CLIENT : OAuth2ErrorCodes.INVALID_REQUEST
                : OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE;
    }
}
