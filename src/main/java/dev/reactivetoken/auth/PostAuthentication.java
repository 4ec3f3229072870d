package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;

/** Id and secret in the body. */
final class PostAuthentication extends SecretAuthentication {

    PostAuthentication(CredentialSource source) {
        super(source);
    }

    @Override
    TokenRequest authenticate(TokenRequest request, ClientCredential client) {
        return request.parameter("client_id", client.clientId()).parameter("client_secret", client.clientSecret());
    }

    @Override
    public String toString() {
        return "ClientAuthentication.post";
    }
}
