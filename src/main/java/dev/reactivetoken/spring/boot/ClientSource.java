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

    /** With provider, client, grant and policies, all of them from the properties. */
    TokenSourceBuilder builder() {
        Provider provider = new ClientProvider(name, client, path).provider();
        path.check("scopes", () -> provider.dialect().joinScopes(client.scopes()));
        TokenSourceBuilder builder = new ClientIdentity(client, path)
                .addTo(ReactiveTokenSource.builder().provider(provider))
                .scopes(client.scopes());
        return withPolicies(endpoint().addTo(builder, provider.tokenUri(), provider.dialect()));
    }

    /** The same, where a registration of Spring Security has the client and its endpoint. */
    TokenSourceBuilder builder(String registration, @Nullable ClientRegistrations registrations) {
        refusePropertiesOfTheRegistration();
        if (registrations == null) {
            throw path.invalid("registration", "needs Spring Boot's spring-boot-security-oauth2-client");
        }
        ClientRegistrations.Registered read = path.check("registration", () -> registrations.find(registration));
        TokenSourceBuilder builder = endpoint().addTo(read.builder(), read.tokenUri(), Dialect.STANDARD);
        return withPolicies(client.scopes().isEmpty() ? builder : builder.scopes(client.scopes()));
    }

    /** What is missing in the properties though the provider needs it; null if nothing is. */
    @Nullable
    InvalidTokenClientException missing() {
        if (client.registration() != null) {
            return null;
        }
        InvalidTokenClientException missing = new ClientIdentity(client, path).missing();
        Dialect dialect = new ClientProvider(name, client, path).provider().dialect();
        return missing == null && dialect.lacksScope(client.scopes())
                ? path.invalid("scopes", "is missing, but " + client.provider() + " requires a scope")
                : missing;
    }

    private ClientEndpoint endpoint() {
        return new ClientEndpoint(client, path, bundles);
    }

    private TokenSourceBuilder withPolicies(TokenSourceBuilder builder) {
        return builder.name(name)
                .refreshPolicy(client.refresh().policy(path))
                .resilience(client.resilience().of(name, path));
    }

    private void refusePropertiesOfTheRegistration() {
        List<RegistrationProperty> all = List.of(
                new RegistrationProperty("provider", client.provider()),
                new RegistrationProperty("token-uri", client.tokenUri()),
                new RegistrationProperty("client-id", client.clientId()),
                new RegistrationProperty("client-secret", client.clientSecret()),
                new RegistrationProperty("client-secret-file", client.clientSecretFile()),
                new RegistrationProperty("credentials", client.credentials()),
                new RegistrationProperty("authentication", client.authentication()),
                new RegistrationProperty("grant", client.grant()),
                new RegistrationProperty("refresh-token", client.refreshToken()),
                new RegistrationProperty("audience", client.audience()),
                new RegistrationProperty("default-lifetime", client.defaultLifetime()),
                new RegistrationProperty("resource", client.resource().isEmpty() ? null : client.resource()),
                new RegistrationProperty("parameters", client.parameters().isEmpty() ? null : client.parameters()));
        all.forEach(one -> path.exclusive("registration", true, one.property(), one.value() != null));
    }

    private record RegistrationProperty(
            String property, @Nullable Object value) {}
}
