package dev.reactivetoken.spring.security;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.ClientCredential;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.token.Secret;
import java.net.URI;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import reactor.core.publisher.Mono;

/** Reads a {@link ClientRegistration}, such as Spring Boot makes of {@code spring.security.oauth2.client.*}. */
public final class ClientRegistrationSource {

    private ClientRegistrationSource() {}

    /**
     * A source named like the registration, with its token URI, client, scopes and client authentication method, which
     * is one of {@link AuthenticationMethod}.
     *
     * @throws IllegalArgumentException when the grant is not {@code client_credentials}, or the client authenticates in
     *     another way or lacks its secret; says what to do, without the secret
     */
    public static TokenSourceBuilder builder(ClientRegistration registration) {
        return builder(registration, () -> Mono.fromCallable(() -> credential(registration)));
    }

    /** The same with this credential in place of the registration's. */
    static TokenSourceBuilder builder(ClientRegistration registration, CredentialSource credential) {
        if (!isClientCredentials(registration)) {
            throw new IllegalArgumentException(text(registration) + " has the grant "
                    + registration.getAuthorizationGrantType().getValue()
                    + ", which is a user's: only client_credentials can be shared");
        }
        return ReactiveTokenSource.builder()
                .tokenUri(URI.create(registration.getProviderDetails().getTokenUri()))
                .name(registration.getRegistrationId())
                .scopes(registration.getScopes())
                .authentication(authentication(registration, credential));
    }

    static boolean isClientCredentials(ClientRegistration registration) {
        return AuthorizationGrantType.CLIENT_CREDENTIALS.equals(registration.getAuthorizationGrantType());
    }

    static ClientCredential credential(ClientRegistration registration) {
        return new ClientCredential(registration.getClientId(), Secret.of(registration.getClientSecret()));
    }

    private static ClientAuthentication authentication(ClientRegistration registration, CredentialSource credential) {
        AuthenticationMethod method = method(registration);
        if (!method.hasSecret()) {
            return ClientAuthentication.none(registration.getClientId());
        }
        if (registration.getClientSecret().isEmpty()) {
            throw new IllegalArgumentException(
                    text(registration) + " has no client secret; a client without one authenticates by none");
        }
        return method.with(credential);
    }

    private static AuthenticationMethod method(ClientRegistration registration) {
        String name = registration.getClientAuthenticationMethod().getValue();
        try {
            return AuthenticationMethod.of(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(text(registration) + " authenticates by " + name
                    + ": call authentication(…) on a builder of your own, or set one of "
                    + String.join(", ", AuthenticationMethod.names()));
        }
    }

    private static String text(ClientRegistration registration) { // its own toString prints the secret
        return "client registration '" + registration.getRegistrationId() + "'";
    }
}
