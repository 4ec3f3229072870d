package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;

/** HTTP Basic of the form-encoded id and secret. */
final class BasicAuthentication extends SecretAuthentication {

    BasicAuthentication(CredentialSource source) {
        super(source);
    }

    @Override
    TokenRequest authenticate(TokenRequest request, ClientCredential client) {
        String id = formEncode(client.clientId());
        String secret = formEncode(client.clientSecret().reveal());
        TokenRequest signed = basic(request, id, secret);
        return id.equals(client.clientId())
                        && secret.equals(client.clientSecret().reveal())
                ? signed
                : signed.withHint("the client id or secret has characters that were form-encoded (RFC 6749 section"
                        + " 2.3.1); if this server does not decode them, use ClientAuthentication.basicRaw");
    }

    @Override
    public String toString() {
        return "ClientAuthentication.basic";
    }
}
