package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The common part of the methods with a client secret; a subclass puts it into the request. */
abstract class SecretAuthentication implements ClientAuthentication {

    private static final Set<String> PROOFS = Set.of("client_secret", "client_assertion");

    private final CredentialSource source;

    SecretAuthentication(CredentialSource source) {
        this.source = source;
    }

    abstract TokenRequest authenticate(TokenRequest request, ClientCredential client);

    @Override
    public final Mono<TokenRequest> authenticate(TokenRequest request) {
        return Mono.defer(source::current)
                .switchIfEmpty(Mono.error(
                        () -> new TokenException.Unavailable("the credential source gave no client credential", null)))
                .map(client ->
                        authenticate(notYetAuthenticated(request), client).withCredential(client.clientSecret()));
    }

    static TokenRequest notYetAuthenticated(TokenRequest request) {
        if (request.headers().containsKey("Authorization") || hasProof(request)) {
            throw new IllegalStateException("this token request is authenticated already; RFC 6749 section 2.3"
                    + " allows one method per request");
        }
        return request;
    }

    private static boolean hasProof(TokenRequest request) {
        for (TokenRequest.Parameter parameter : request.parameters()) {
            if (PROOFS.contains(parameter.name())) {
                return true;
            }
        }
        return false;
    }

    static TokenRequest basic(TokenRequest request, String user, String password) {
        byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return request.header(
                "Authorization", Secret.of("Basic " + Base64.getEncoder().encodeToString(pair)));
    }

    static String formEncode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Whether the form encoding of the id or the secret differs from what it encodes. */
    static boolean hasSpecialCharacters(ClientCredential client) {
        String pair = client.clientId() + client.clientSecret().reveal();
        return !formEncode(pair).equals(pair);
    }
}
