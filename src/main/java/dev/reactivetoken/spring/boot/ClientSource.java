package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.provider.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** The token source of one client, from its properties. */
record ClientSource(
        String name,
        ClientProperties client,
        PropertyPath path,
        @Nullable SslBundles bundles) {

    /** Whom to ask for what as whom, all of it from the properties. */
    TokenSourceBuilder builder() {
        Provider provider = new ClientProvider(name, client, path).provider();
        path.check("scopes", () -> provider.dialect().joinScopes(client.scopes()));
        TokenSourceBuilder builder = new ClientIdentity(client, path)
                .addTo(ReactiveTokenSource.builder().provider(provider))
                .scopes(client.scopes());
        return settled(endpoint().addTo(builder, provider.tokenUri(), provider.dialect()));
    }

    /** The same, where a registration of Spring Security says most of it. */
    TokenSourceBuilder builder(String registration, @Nullable ClientRegistrations registrations) {
        refuseWhatTheRegistrationSays();
        if (registrations == null) {
            throw path.invalid("registration", "needs Spring Boot's spring-boot-security-oauth2-client");
        }
        ClientRegistrations.Registered read = path.check("registration", () -> registrations.find(registration));
        TokenSourceBuilder builder = endpoint().addTo(read.builder(), read.tokenUri(), Dialect.STANDARD);
        return settled(client.scopes().isEmpty() ? builder : builder.scopes(client.scopes()));
    }

    /** What the properties do not say, though the provider needs it; null if nothing is missing. */
    @Nullable
    InvalidTokenClientException missing() {
        if (client.registration() != null) {
            return null;
        }
        InvalidTokenClientException missing = new ClientIdentity(client, path).missing();
        boolean scopeRequired =
                new ClientProvider(name, client, path).provider().dialect().scopeRequired();
        return missing == null && scopeRequired && client.scopes().isEmpty()
                ? path.invalid("scopes", "is missing, but " + client.provider() + " requires a scope")
                : missing;
    }

    private ClientEndpoint endpoint() {
        return new ClientEndpoint(client, path, bundles);
    }

    private TokenSourceBuilder settled(TokenSourceBuilder builder) {
        return builder.name(name)
                .refreshPolicy(client.refresh().policy(path))
                .resilience(client.resilience().of(name, path));
    }

    private void refuseWhatTheRegistrationSays() {
        List<Said> all = List.of(
                new Said("provider", client.provider()),
                new Said("token-uri", client.tokenUri()),
                new Said("client-id", client.clientId()),
                new Said("client-secret", client.clientSecret()),
                new Said("client-secret-file", client.clientSecretFile()),
                new Said("credentials", client.credentials()),
                new Said("authentication", client.authentication()),
                new Said("grant", client.grant()),
                new Said("refresh-token", client.refreshToken()),
                new Said("audience", client.audience()),
                new Said("default-lifetime", client.defaultLifetime()),
                new Said("resource", client.resource().isEmpty() ? null : client.resource()),
                new Said("parameters", client.parameters().isEmpty() ? null : client.parameters()));
        all.forEach(one -> path.exclusive("registration", true, one.property(), one.value() != null));
    }

    private record Said(String property, @Nullable Object value) {}
}
