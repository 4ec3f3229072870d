package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What entitles a client to a token (RFC 6749 section 1.3). Safe to share between threads; the wrappers answer a new
 * grant and leave this one as it is. A further grant is a lambda.
 */
@FunctionalInterface
public interface Grant {

    /**
     * The request for the next token, without the client's identity. Makes no call itself.
     *
     * @param previous the last answer that this source got, carrying the newest refresh token; null when there was
     *     none, and again once that refresh token was refused
     * @return exactly one request, or a {@link TokenException} when there is nothing left to ask with
     */
    Mono<TokenRequest> request(@Nullable TokenResponse previous);

    /** In the client's own name (RFC 6749 section 4.4). Never uses a refresh token, should one come (4.4.3). */
    static Grant clientCredentials() {
        return GrantTypeOnly.CLIENT_CREDENTIALS;
    }

    /** {@code grant_type=none}, which is how OAuth 2.0 draft 10 (section 4.1) says client credentials: ECHOplatform. */
    static Grant none() {
        return GrantTypeOnly.NONE;
    }

    /** By a refresh token (RFC 6749 section 6): the newest one that came, or this one as long as none did. */
    static Grant refreshToken(Secret refreshToken) {
        return new RefreshTokenGrant(refreshToken);
    }

    /**
     * In the name of a user who signed in (RFC 6749 section 4.1.3), afterwards by the refresh token that came with the
     * token. The code is spent once: when there is no refresh token, or it was refused, {@link TokenException.Refused}
     * says without a call that the user must sign in again. A failed exchange does not count, so it can be retried.
     * Make one for each code; {@link AuthorizationRequest#grant} does.
     *
     * @param redirectUri the very one of the authorization request; absolute, without fragment
     * @param codeVerifier of RFC 7636 section 4.1, 43 to 128 unreserved characters; null when none was announced
     */
    static Grant authorizationCode(Secret code, URI redirectUri, @Nullable Secret codeVerifier) {
        return new AuthorizationCodeGrant(code, redirectUri, codeVerifier);
    }

    /**
     * This grant and one more form parameter in each of its requests. The same name may be added again (RFC 8707).
     *
     * @throws IllegalArgumentException when empty, or when the name belongs to the protocol; says what to use instead
     */
    default Grant parameter(String name, String value) {
        return new ParameterGrant(this, name, value);
    }

    /** Like {@link #parameter(String, String)}, with a value that is redacted where a server echoes it. */
    default Grant parameter(String name, Secret value) {
        return new ParameterGrant(this, name, value);
    }

    /** This grant for that audience: the {@code audience} parameter of several servers and of RFC 8693. */
    default Grant audience(String audience) {
        return parameter("audience", audience);
    }

    /**
     * This grant for that resource server (RFC 8707 section 2). May be called again for a further one.
     *
     * @throws IllegalArgumentException when not absolute or with a fragment
     */
    default Grant resource(URI resource) {
        return parameter("resource", Validation.absolute(resource, "resource").toString());
    }

    /** Like {@link #scopes(Collection)}. */
    default Grant scopes(String... scopes) {
        return scopes(List.of(scopes));
    }

    /**
     * This grant, asking for these scopes in place of any before. Default: none, so that the server decides.
     *
     * @throws IllegalArgumentException when a scope is empty or has a character that RFC 6749 section 3.3 excludes
     * @throws UnsupportedOperationException for an authorization code: its scopes were fixed when the user signed in
     */
    default Grant scopes(Collection<String> scopes) {
        return new ScopedGrant(this, scopes);
    }
}
