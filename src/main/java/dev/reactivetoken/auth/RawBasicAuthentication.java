package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenException;

/** HTTP Basic of id and secret as they are. */
final class RawBasicAuthentication extends SecretAuthentication {

    RawBasicAuthentication(CredentialSource source) {
        super(source);
    }

    @Override
    TokenRequest authenticate(TokenRequest request, ClientCredential client) {
        if (client.clientId().contains(":")) {
            throw new TokenException.Unavailable(
                    "the client id has a colon, which raw Basic cannot carry (RFC 7617 section 2);"
                            + " use ClientAuthentication.basic",
                    null);
        }
        TokenRequest signed =
                basic(request, client.clientId(), client.clientSecret().reveal());
        return hasSpecialCharacters(client)
                ? signed.withHint("the client id or secret has special characters that were sent raw; if this server"
                        + " form-decodes them (RFC 6749 section 2.3.1), use ClientAuthentication.basic")
                : signed;
    }

    @Override
    public String toString() {
        return "ClientAuthentication.basicRaw";
    }
}
