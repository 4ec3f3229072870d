package dev.reactivetoken.spring.boot;

import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.provider.KnownProvider;
import dev.reactivetoken.provider.Provider;
import java.net.URI;
import java.time.Duration;

/** The provider of a client, from its properties. */
record ClientProvider(String name, ClientProperties client, PropertyPath path) {

    /** The provider, with all that the properties say of address, dialect, grant and authentication. */
    Provider provider() {
        Provider base = base();
        AuthenticationMethod method = client.authentication();
        Provider provider =
                base.withGrant(new ClientGrant(client, path).of(base.grant())).withDialect(dialect(base.dialect()));
        return method == null || !method.hasSecret() ? provider : provider.withAuthentication(method::with);
    }

    private Provider base() {
        URI uri = client.tokenUri();
        if (client.provider() != null) {
            Provider known = client.provider().provider();
            return uri == null ? known : path.check("token-uri", () -> known.withTokenUri(uri));
        }
        if (uri == null) {
            throw path.invalid(
                    "token-uri", "is missing; or set provider, one of " + String.join(", ", KnownProvider.names()));
        }
        return path.check("token-uri", () -> Provider.of(name, uri));
    }

    private Dialect dialect(Dialect usual) {
        // a refresh token has the scopes of its first grant (RFC 6749 section 6)
        boolean scopes = usual.scopeRequired() && client.grant() != GrantType.REFRESH_TOKEN;
        Dialect dialect = usual.withScopeRequired(scopes);
        Duration lifetime = client.defaultLifetime();
        return lifetime == null ? dialect : path.check("default-lifetime", () -> dialect.withDefaultLifetime(lifetime));
    }
}
