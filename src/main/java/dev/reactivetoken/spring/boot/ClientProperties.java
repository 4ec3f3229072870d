package dev.reactivetoken.spring.boot;

import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.provider.KnownProvider;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One token client. Printing it shows no secret.
 *
 * @param provider A known provider, with its address, dialect, grant, authentication and resource origins.
 * @param tokenUri The token endpoint; with a provider, another address of the same kind, such as a test server's.
 * @param registration Id of a client under spring.security.oauth2.client.registration, read in place of provider,
 *     token-uri, client-id, client-secret, authentication and grant.
 * @param clientId Client identifier.
 * @param clientSecret Client secret.
 * @param clientSecretFile File that holds the client secret alone; read again at each token request.
 * @param credentials Client id and secret: a directory with the files client-id and client-secret, or a .json or
 *     .properties file with these keys; read again at each token request.
 * @param authentication How the client authenticates; by default as the provider wants, else client_secret_basic.
 * @param grant Grant type; by default the provider's, else client_credentials.
 * @param refreshToken Refresh token to begin with, for the grant refresh_token.
 * @param scopes Scopes to ask for; by default none, so that the server decides.
 * @param audience Audience parameter of the token request.
 * @param resource Resource servers that the token is for (RFC 8707).
 * @param parameters Further form parameters of the token request.
 * @param defaultLifetime Life of a token whose answer has no expires_in; by default five minutes.
 * @param origins Origins that may see the token, as https://host or https://host:port; by default the provider's.
 * @param refuseOtherOrigins Whether a request to any other origin fails; by default it goes out without the token.
 * @param rejectedStatuses HTTP statuses beside 401 by which the API says that a token was rejected.
 * @param webClient Whether every WebClient built by the auto-configured WebClient.Builder attaches the token to
 *     requests to its origins.
 * @param connectTimeout Time limit for connecting to the token endpoint; by default two seconds.
 * @param allowPlainHttp Whether the token URI may be plain http on any host, where the network itself is protected; by
 *     default on loopback hosts only.
 * @param proxy HTTP proxy on the way to the token endpoint.
 * @param ssl TLS to the token endpoint.
 * @param refresh When a token is renewed.
 * @param resilience What a refresh may cost when the endpoint is in trouble.
 */
@ConfigurationPropertiesSource
record ClientProperties(
        @Nullable KnownProvider provider,
        @Nullable URI tokenUri,
        @Nullable String registration,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable Path clientSecretFile,
        @Nullable Path credentials,
        @Nullable AuthenticationMethod authentication,
        @Nullable GrantType grant,
        @Nullable String refreshToken,
        @DefaultValue List<String> scopes,
        @Nullable String audience,
        @DefaultValue List<URI> resource,
        @DefaultValue Map<String, String> parameters,
        @Nullable Duration defaultLifetime,
        @Nullable List<URI> origins,
        @DefaultValue("false") boolean refuseOtherOrigins,
        @DefaultValue List<Integer> rejectedStatuses,
        @DefaultValue("false") boolean webClient,
        @Nullable Duration connectTimeout,
        @DefaultValue("false") boolean allowPlainHttp,
        @Nullable Proxy proxy,
        @Nullable Ssl ssl,
        @NestedConfigurationProperty @DefaultValue RefreshProperties refresh,
        @NestedConfigurationProperty @DefaultValue ResilienceProperties resilience) {

    /**
     * The way to the token endpoint.
     *
     * @param host Host name of the proxy.
     * @param port Port of the proxy.
     */
    record Proxy(@Nullable String host, @Nullable Integer port) {}

    /**
     * TLS to the token endpoint.
     *
     * @param bundle SSL bundle with what to trust, and a certificate of the client's own if the server wants one; an
     *     updated bundle is used from the next token request on.
     */
    record Ssl(@Nullable String bundle) {}

    @Override
    public String toString() {
        return "ClientProperties[provider=" + provider + ", tokenUri=" + tokenUri + ", clientId=" + clientId + ']';
    }
}
