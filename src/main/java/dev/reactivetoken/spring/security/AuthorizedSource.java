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

/** The source of one registration, and its token in Spring's words. */
final class AuthorizedSource {

    private static final String MALFORMED = "invalid_token_response"; // Spring Security's own word for it

    private final ClientRegistration registration;
    private final ReactiveTokenSource tokens;
    private final Mono<OAuth2AuthorizedClient> client;
    private volatile @Nullable Translated last; // a race translates one token twice, no more

    private record Translated(AccessToken token, OAuth2AuthorizedClient client) {}

    AuthorizedSource(ClientRegistration registration, ReactiveTokenSource tokens) {
        this.registration = registration;
        this.tokens = tokens;
        this.client = tokens.token().map(this::translate).onErrorMap(TokenException.class, this::translate);
    }

    /** Errors are of {@link ClientAuthorizationException}, caused by a {@link TokenException}. */
    Mono<OAuth2AuthorizedClient> client() {
        return client;
    }

    /** Forgets the token that was answered last. */
    void invalidate() {
        Translated rejected = last;
        if (rejected != null) {
            tokens.invalidate(rejected.token);
        }
    }

    void close() {
        tokens.close();
    }

    @SuppressWarnings("ReferenceEquality") // one that says the same may live longer
    private OAuth2AuthorizedClient translate(AccessToken token) {
        Translated before = last;
        if (before != null && before.token == token) {
            return before.client;
        }
        OAuth2AuthorizedClient made = new OAuth2AuthorizedClient(
                registration,
                registration.getClientId(), // the token is the client's, whoever asks
                new OAuth2AccessToken(
                        TokenType.BEARER, token.value(), token.issuedAt(), token.expiresAt(), token.scopes()));
        last = new Translated(token, made);
        return made;
    }

    /** A new one for each caller: those who handle it add their own to it. */
    private ClientAuthorizationException translate(TokenException failed) {
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
