package dev.reactivetoken;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.token.TokenClock;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Collects the parts of a {@link ReactiveTokenSource}. Immutable: each method answers a copy that differs in one thing,
 * so a half-made builder can be shared.
 *
 * <p>Needed are a place to ask ({@link #provider}, {@link #tokenUri} or {@link #endpoint}) and, unless the endpoint is
 * one of your own, an identity ({@link #credential} or {@link #authentication}); everything else has a default.
 */
public final class TokenSourceBuilder {

    private @Nullable String name;
    private @Nullable Provider provider;
    private @Nullable TokenEndpoint endpoint;
    private @Nullable CredentialSource credential;
    private @Nullable ClientAuthentication authentication;
    private @Nullable Grant grant;
    private List<String> scopes = List.of();
    private RefreshPolicy refreshPolicy = RefreshPolicy.DEFAULT;
    private @Nullable CircuitBreakers guard;
    private TokenObserver observer = TokenObserver.composite(List.of(LogObserver.INSTANCE));
    private @Nullable TokenClock clock;
    private @Nullable Scheduler scheduler;

    TokenSourceBuilder() {}

    private TokenSourceBuilder with(Consumer<TokenSourceBuilder> change) {
        TokenSourceBuilder copy = new TokenSourceBuilder();
        copy.name = name;
        copy.provider = provider;
        copy.endpoint = endpoint;
        copy.credential = credential;
        copy.authentication = authentication;
        copy.grant = grant;
        copy.scopes = scopes;
        copy.refreshPolicy = refreshPolicy;
        copy.guard = guard;
        copy.observer = observer;
        copy.clock = clock;
        copy.scheduler = scheduler;
        change.accept(copy);
        return copy;
    }

    /** The name in errors, logs and metrics. Default: that of the provider. */
    public TokenSourceBuilder name(String text) {
        return with(copy -> copy.name = text);
    }

    /** Whom to ask, with that provider's address, dialect, grant and client authentication. */
    public TokenSourceBuilder provider(Provider preset) {
        return with(copy -> copy.provider = preset);
    }

    /** A server that follows RFC 6749, at this address: shorthand for {@link Provider#of}. */
    public TokenSourceBuilder tokenUri(URI uri) {
        return provider(Provider.of(uri.getHost() == null ? "tokens" : uri.getHost(), uri));
    }

    /** Through this endpoint, one with a proxy or TLS settings, or of another kind. Default: the provider's address. */
    public TokenSourceBuilder endpoint(TokenEndpoint custom) {
        return with(copy -> copy.endpoint = custom);
    }

    /** Client id and secret, sent in the way that the provider wants; HTTP Basic if it has no wish. */
    public TokenSourceBuilder credential(CredentialSource source) {
        return with(copy -> copy.credential = source);
    }

    /** How this client proves who it is; goes before {@link #credential}. */
    public TokenSourceBuilder authentication(ClientAuthentication method) {
        return with(copy -> copy.authentication = method);
    }

    /** By which right tokens are asked for. Default: the provider's, else client credentials. */
    public TokenSourceBuilder grant(Grant right) {
        return with(copy -> copy.grant = right);
    }

    /** The scopes to ask for, in place of any before. Default: none. */
    public TokenSourceBuilder scopes(String... wanted) {
        return scopes(List.of(wanted));
    }

    /** The scopes to ask for, in place of any before. Default: none. */
    public TokenSourceBuilder scopes(Collection<String> wanted) {
        return with(copy -> copy.scopes = List.copyOf(wanted));
    }

    /** When tokens are renewed. Default {@link RefreshPolicy#DEFAULT}. */
    public TokenSourceBuilder refreshPolicy(RefreshPolicy policy) {
        return with(copy -> copy.refreshPolicy = policy);
    }

    /**
     * Timeouts, retry and circuit breaker. Default: {@link Resilience#defaults}, of this source alone, or
     * of all sources of its endpoint in {@link TokenSources}.
     */
    public TokenSourceBuilder resilience(Resilience custom) {
        return with(copy -> copy.guard = new CircuitBreakers(custom, null));
    }

    /** One more observer of what happens; those given before stay. */
    public TokenSourceBuilder observer(TokenObserver another) {
        return with(copy -> copy.observer = TokenObserver.composite(List.of(observer, another)));
    }

    /** Both clocks. Default: those of the endpoint, which are those of this machine unless it was told otherwise. */
    public TokenSourceBuilder clock(TokenClock both) {
        return with(copy -> copy.clock = both);
    }

    /** Where refreshes start and timers run. Default {@link TokenEndpoint#scheduler}; it is never disposed here. */
    public TokenSourceBuilder scheduler(Scheduler timers) {
        return with(copy -> copy.scheduler = timers);
    }

    /**
     * A source of these parts. Sends nothing: the first caller does.
     *
     * @throws IllegalStateException when a part is missing or two do not fit; says what to set
     * @throws IllegalArgumentException when a value is not what it must be
     */
    public ReactiveTokenSource build() {
        return build(null);
    }

    /** A source that has what it was not given in common with the others made so, or all by itself if null. */
    CachingTokenSource build(@Nullable SharedEndpoints shared) {
        if (provider != null && endpoint == null && provider.dialect().lacksScope(scopes) && grant == null) {
            throw new IllegalStateException(provider.name() + " requires a scope: call scopes(…)");
        }
        String provided = provider != null ? provider.name() : "tokens";
        String source = name != null ? name : provided;
        TokenClock clocks = clocks();
        TokenEndpoint asked = endpoint(clocks, shared);
        Scheduler timers = scheduler != null ? scheduler : asked.scheduler();
        TokenRefresh refresh = new TokenRefresh(
                source,
                grant(),
                authentication(),
                asked,
                refreshPolicy,
                guard(asked, provided, clocks, shared),
                observer,
                clocks,
                timers);
        CachingTokenSource built = new CachingTokenSource(source, refresh, refreshPolicy, observer, clocks, timers);
        observer.onBuilt(source, built);
        return built;
    }

    private CircuitBreakers guard(
            TokenEndpoint asked, String provided, TokenClock clocks, @Nullable SharedEndpoints shared) {
        if (guard != null) {
            return guard;
        }
        return shared == null
                ? new CircuitBreakers(Resilience.defaults(name != null ? name : provided, clocks), null)
                : shared.guardOf(asked, provided, clocks);
    }

    /** Those by which the endpoint counts the lives of its tokens: two different ones would make any token old or young. */
    private TokenClock clocks() {
        TokenClock ofEndpoint = endpoint == null ? null : endpoint.clock();
        if (clock != null && ofEndpoint != null && clock != ofEndpoint) {
            throw new IllegalStateException("source and endpoint have different clocks: give the endpoint the same one,"
                    + " by NettyTokenEndpoint.withClock, or leave clock(…) out");
        }
        return clock != null ? clock : ofEndpoint != null ? ofEndpoint : TokenClock.system();
    }

    private TokenEndpoint endpoint(TokenClock clocks, @Nullable SharedEndpoints shared) {
        if (endpoint != null) {
            return endpoint;
        }
        if (provider == null) {
            throw new IllegalStateException("no token endpoint: call provider(…), tokenUri(…) or endpoint(…)");
        }
        return shared == null
                ? NettyTokenEndpoint.of(provider.tokenUri(), provider.dialect()).withClock(clocks)
                : shared.of(provider, clocks);
    }

    private ClientAuthentication authentication() {
        if (authentication != null) {
            return authentication;
        }
        if (credential != null) {
            return provider == null
                    ? ClientAuthentication.basic(credential)
                    : provider.authentication().apply(credential);
        }
        if (provider == null && endpoint != null && endpoint.uri() == null) {
            return Mono::just; // a lambda may need none
        }
        throw new IllegalStateException("no client identity: call credential(…) or authentication(…)");
    }

    private Grant grant() {
        Grant right = grant != null ? grant : provider != null ? provider.grant() : Grant.clientCredentials();
        return scopes.isEmpty() ? right : right.scopes(scopes);
    }
}
