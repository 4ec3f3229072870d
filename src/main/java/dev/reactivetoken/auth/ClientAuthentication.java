package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenException;
import reactor.core.publisher.Mono;

/**
 * How a client proves its identity to a token endpoint (RFC 6749 section 2.3). Immutable and safe to share; another
 * method is a lambda.
 *
 * <p>A request is authenticated by one method only. One that already carries an identity is refused with an
 * {@link IllegalStateException} signal.
 */
@FunctionalInterface
public interface ClientAuthentication {

    /**
     * The request with the proof added and {@linkplain TokenRequest#withCredential named}, so that a change of the
     * credential is noticed and an echo of it redacted. Each subscription asks for the credential anew. Signals exactly
     * one request or an error, {@link TokenException.Unavailable} when there is no credential.
     */
    Mono<TokenRequest> authenticate(TokenRequest request);

    /**
     * HTTP Basic as RFC 6749 section 2.3.1 wants it: id and secret each form-urlencoded in UTF-8, then Base64. Where
     * the encoding made a difference, a refusal of the client comes with a hint at {@link #basicRaw}.
     */
    static ClientAuthentication basic(CredentialSource source) {
        return new BasicAuthentication(source);
    }

    /**
     * HTTP Basic without the form encoding (RFC 7617, UTF-8), for servers that do not decode it. An id with a colon is
     * {@link TokenException.Unavailable}: it cannot be sent this way.
     */
    static ClientAuthentication basicRaw(CredentialSource source) {
        return new RawBasicAuthentication(source);
    }

    /** {@code client_id} and {@code client_secret} in the body (RFC 6749 section 2.3.1). */
    static ClientAuthentication post(CredentialSource source) {
        return new PostAuthentication(source);
    }

    /**
     * A public client, one without a secret: {@code client_id} in the body (RFC 6749 section 3.2.1).
     *
     * @throws IllegalArgumentException when the id is empty
     */
    static ClientAuthentication none(String clientId) {
        return new PublicClient(clientId);
    }
}
