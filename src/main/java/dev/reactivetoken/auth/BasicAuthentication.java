package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;

/** HTTP Basic of the form-encoded id and secret. */
final class BasicAuthentication extends SecretAuthentication {

    BasicAuthentication(CredentialSource source) {
        super(source);
    }

    @Override
    TokenRequest authenticate(TokenRequest request, ClientCredential client) {
        TokenRequest signed = basic(
                request,
                formEncode(client.clientId()),
                formEncode(client.clientSecret().reveal()));
        return hasSpecialCharacters(client)
                ? signed.withHint("the client id or secret has characters that were form-encoded (RFC 6749 section"
                        + " 2.3.1); if this server does not decode them, use ClientAuthentication.basicRaw")
                : signed;
    }

    @Override
    public String toString() {
        return "ClientAuthentication.basic";
    }
}
