package dev.reactivetoken.spring.boot;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One token client. Printing it shows no secret.
 *
 * @param provider a known provider, with its address, dialect, grant, authentication and resource origins
 * @param tokenUri the token endpoint; with a provider, another address of the same kind, such as a test server's
 * @param registration id of a client under spring.security.oauth2.client.registration, read in place of provider,
 *     token-uri, client-id, client-secret, authentication and grant
 * @param clientId client identifier
 * @param clientSecret client secret
 * @param clientSecretFile file that holds the client secret alone; read again at each token request
 * @param credentials client id and secret: a directory with the files client-id and client-secret, or a .json or
 *     .properties file with these keys; read again at each token request
 * @param authentication how the client proves who it is; by default as the provider wants, else basic
 * @param grant what is asked for; by default what the provider wants, else client_credentials
 * @param refreshToken refresh token to begin with, for the grant refresh_token
 * @param scopes scopes to ask for; by default none, so that the server decides
 * @param audience audience parameter of the token request
 * @param resource resource servers that the token is for (RFC 8707)
 * @param parameters further form parameters of the token request
 * @param defaultLifetime life of a token whose answer has no expires_in; by default five minutes
 * @param origins origins that may see the token, as https://host or https://host:port; by default the provider's
 * @param refuseOtherOrigins whether a request to any other origin fails; by default it goes out without the token
 * @param webClient whether every WebClient built by the auto-configured WebClient.Builder attaches the token to
 *     requests to its origins
 * @param connectTimeout time limit for connecting to the token endpoint; by default two seconds
 * @param allowPlainHttp whether the token URI may be plain http on any host, where the network itself is protected; by
 *     default on loopback hosts only
 * @param proxy HTTP proxy on the way to the token endpoint
 * @param ssl TLS to the token endpoint
 * @param refresh when a token is renewed
 * @param resilience what a refresh may cost when the endpoint is in trouble
 */
@ConfigurationPropertiesSource
record ClientProperties(
        @Nullable ProviderName provider,
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
        @DefaultValue("false") boolean webClient,
        @Nullable Duration connectTimeout,
        @DefaultValue("false") boolean allowPlainHttp,
        @Nullable Proxy proxy,
        @Nullable Ssl ssl,
        @DefaultValue RefreshProperties refresh,
        @DefaultValue ResilienceProperties resilience) {

    /**
     * The way to the token endpoint.
     *
     * @param host host name of the proxy
     * @param port port of the proxy
     */
    record Proxy(@Nullable String host, @Nullable Integer port) {}

    /**
     * TLS to the token endpoint.
     *
     * @param bundle SSL bundle with what to trust, and a certificate of the client's own if the server wants one; an
     *     updated bundle is used from the next token request on
     */
    record Ssl(@Nullable String bundle) {}

    @Override
    public String toString() {
        return "ClientProperties[provider=" + provider + ", tokenUri=" + tokenUri + ", clientId=" + clientId + ']';
    }
}
