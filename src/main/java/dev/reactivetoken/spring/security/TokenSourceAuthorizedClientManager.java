package dev.reactivetoken.spring.security;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.token.TokenException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizationFailureHandler;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import reactor.core.publisher.Mono;

/**
 * Spring Security's manager of authorized clients over one {@link ReactiveTokenSource} per client registration: as a
 * bean it gives an application that has its registrations and filters already one token request for any crowd, tokens
 * renewed ahead of their expiry, and calls that go on while the authorization server is down.
 *
 * <pre>{@code
 * @Bean
 * TokenSourceAuthorizedClientManager manager(ReactiveClientRegistrationRepository registrations) {
 *     return TokenSourceAuthorizedClientManager.of(registrations);
 * }
 *
 * @Bean
 * WebClient orders(TokenSourceAuthorizedClientManager manager) {
 *     var filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(manager);
 *     filter.setAuthorizationFailureHandler(manager);
 *     filter.setDefaultClientRegistrationId("orders");
 *     return WebClient.builder().filter(filter).build();
 * }
 * }</pre>
 *
 * <p>A source is made when its registration is asked for first, kept, and closed with this manager. The registration's
 * secret is looked up anew at each token request, the rest of it is not. A token is the client's: the principal of a
 * request plays no part, and the name in the {@link OAuth2AuthorizedClient} is the client id. Only
 * {@code client_credentials} can be shared this way; other registrations are for the manager given to {@link #orElse}.
 *
 * <p>As failure handler it forgets the token that was handed out last when a resource server answers
 * {@code invalid_token}, so that the next call gets another; {@code insufficient_scope} changes nothing. Spring
 * Security neither says which token it was nor sends the request again, and sends the token to any host and as
 * {@code Bearer} whatever its scheme; {@code BearerExchangeFilter} has none of these limits.
 *
 * <p>Safe for any number of threads. Each method that changes something returns a manager with sources of its own.
 */
public final class TokenSourceAuthorizedClientManager
        implements ReactiveOAuth2AuthorizedClientManager, ReactiveOAuth2AuthorizationFailureHandler, AutoCloseable {

    private static final Set<String> OF_THE_TOKEN = Set.of(OAuth2ErrorCodes.INVALID_TOKEN, "expired_token");

    private final ReactiveClientRegistrationRepository registrations;
    private final BiFunction<ClientRegistration, TokenSourceBuilder, TokenSourceBuilder> customizer;
    private final @Nullable ReactiveOAuth2AuthorizedClientManager others;
    private final Map<String, AuthorizedSource> sources = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private TokenSourceAuthorizedClientManager(
            ReactiveClientRegistrationRepository registrations,
            BiFunction<ClientRegistration, TokenSourceBuilder, TokenSourceBuilder> customizer,
            @Nullable ReactiveOAuth2AuthorizedClientManager others) {
        this.registrations = registrations;
        this.customizer = customizer;
        this.others = others;
    }

    /** Over these registrations, with the defaults of {@link ReactiveTokenSource#builder()}. */
    public static TokenSourceAuthorizedClientManager of(ReactiveClientRegistrationRepository registrations) {
        return new TokenSourceAuthorizedClientManager(registrations, (registration, builder) -> builder, null);
    }

    /** Registrations with another grant than {@code client_credentials} go to this one. Default: they are an error. */
    public TokenSourceAuthorizedClientManager orElse(ReactiveOAuth2AuthorizedClientManager delegate) {
        return new TokenSourceAuthorizedClientManager(registrations, customizer, delegate);
    }

    /** How the source of a registration is built, beyond what the registration says: policies, observers, endpoint. */
    public TokenSourceAuthorizedClientManager customize(
            BiFunction<ClientRegistration, TokenSourceBuilder, TokenSourceBuilder> change) {
        return new TokenSourceAuthorizedClientManager(registrations, change, others);
    }

    /**
     * The client with a token that is usable now; always the same one while the token is. Signals
     * {@link ClientAuthorizationException}, caused by the {@link TokenException}, when there is no token, and
     * {@link IllegalArgumentException} when there is no such registration or it cannot be used; never empty, which
     * would send a request without a token.
     */
    @Override
    public Mono<OAuth2AuthorizedClient> authorize(OAuth2AuthorizeRequest request) {
        AuthorizedSource known = sources.get(request.getClientRegistrationId());
        return known != null ? known.client() : lookUp(request);
    }

    private Mono<OAuth2AuthorizedClient> lookUp(OAuth2AuthorizeRequest request) {
        String id = request.getClientRegistrationId();
        return registrations
                .findByRegistrationId(id)
                .switchIfEmpty(
                        Mono.error(() -> new IllegalArgumentException("there is no client registration '" + id + "'")))
                .flatMap(registration -> others != null && !ClientRegistrationSource.isClientCredentials(registration)
                        ? others.authorize(request)
                        : source(registration).client());
    }

    private AuthorizedSource source(ClientRegistration registration) {
        AuthorizedSource source = sources.computeIfAbsent(registration.getRegistrationId(), id -> make(registration));
        if (closed) { // close() may have missed it
            source.close();
        }
        return source;
    }

    private AuthorizedSource make(ClientRegistration registration) {
        CredentialSource credential = () -> registrations
                .findByRegistrationId(registration.getRegistrationId())
                .defaultIfEmpty(registration)
                .map(ClientRegistrationSource::credential);
        TokenSourceBuilder builder = ClientRegistrationSource.builder(registration, credential);
        return new AuthorizedSource(
                registration, customizer.apply(registration, builder).build());
    }

    @Override
    public Mono<Void> onAuthorizationFailure(
            OAuth2AuthorizationException failure, Authentication principal, Map<String, Object> attributes) {
        return Mono.fromRunnable(() -> {
            if (failure instanceof ClientAuthorizationException of
                    && OF_THE_TOKEN.contains(failure.getError().getErrorCode())) {
                AuthorizedSource source = sources.get(of.getClientRegistrationId());
                if (source != null) {
                    source.invalidate();
                }
            }
        });
    }

    /** Closes every source: later requests fail. A Spring context does so when it closes. */
    @Override
    public void close() {
        closed = true;
        sources.values().forEach(AuthorizedSource::close);
    }
}
