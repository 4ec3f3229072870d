package dev.reactivetoken.provider;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.UriText;
import dev.reactivetoken.grant.Grant;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * A token provider, as data. Immutable; each method that changes something answers a copy.
 *
 * @param name for logs, metrics and errors
 * @param tokenUri the token endpoint (RFC 6749 section 3.2): absolute, without fragment; a query is kept
 * @param dialect in what it differs from the RFC
 * @param grant what a client asks it for, unless told otherwise
 * @param authentication how a client proves its identity to it, unless told otherwise
 * @param resourceOrigins where its tokens are meant to be used, as {@code https://host}; empty when unknown
 */
public record Provider(
        String name,
        URI tokenUri,
        Dialect dialect,
        Grant grant,
        Function<CredentialSource, ClientAuthentication> authentication,
        Set<URI> resourceOrigins) {

    /** Refuses an empty name or a token URI that is not as said above with an {@link IllegalArgumentException}. */
    public Provider {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a provider must have a name");
        }
        if (tokenUri.getHost() == null || tokenUri.getRawFragment() != null || tokenUri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the token URI of " + name + " must be absolute, without fragment and user info");
        }
        resourceOrigins = Collections.unmodifiableSet(new LinkedHashSet<>(resourceOrigins));
    }

    /** A server that follows RFC 6749: client credentials, HTTP Basic, no known resource origins. */
    public static Provider of(String name, URI tokenUri) {
        return new Provider(
                name, tokenUri, Dialect.STANDARD, Grant.clientCredentials(), ClientAuthentication::basic, Set.of());
    }

    /** This provider at another address, such as an embedded server's in a test. */
    public Provider withTokenUri(URI uri) {
        return new Provider(name, uri, dialect, grant, authentication, resourceOrigins);
    }

    /** This provider, differing from the RFC in that. */
    public Provider withDialect(Dialect other) {
        return new Provider(name, tokenUri, other, grant, authentication, resourceOrigins);
    }

    /** This provider, asked for that by default. */
    public Provider withGrant(Grant usual) {
        return new Provider(name, tokenUri, dialect, usual, authentication, resourceOrigins);
    }

    /** This provider, authenticated to in that way by default: {@code ClientAuthentication::post}. */
    public Provider withAuthentication(Function<CredentialSource, ClientAuthentication> usual) {
        return new Provider(name, tokenUri, dialect, grant, usual, resourceOrigins);
    }

    /** This provider, with tokens meant for these origins. */
    public Provider withResourceOrigins(Set<URI> origins) {
        return new Provider(name, tokenUri, dialect, grant, authentication, origins);
    }

    @Override
    public String toString() {
        return "Provider[" + name + ", " + UriText.withoutQuery(tokenUri) + ']';
    }
}
