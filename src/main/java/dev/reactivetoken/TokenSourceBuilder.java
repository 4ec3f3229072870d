package dev.reactivetoken;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.token.TokenClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Collects the parts of a {@link ReactiveTokenSource}. Immutable: each method answers a copy that differs in one thing,
 * so a half-made builder can be shared.
 *
 * <p>Needed are a place to ask ({@link #provider}, {@link #tokenUri} or {@link #endpoint}) and an identity
 * ({@link #credential} or {@link #authentication}); everything else has a default.
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
    private @Nullable Resilience resilience;
    private List<TokenObserver> observers = List.of();
    private TokenClock clock = TokenClock.system();
    private @Nullable Scheduler scheduler;

    TokenSourceBuilder() {}

    private TokenSourceBuilder(TokenSourceBuilder other) {
        this.name = other.name;
        this.provider = other.provider;
        this.endpoint = other.endpoint;
        this.credential = other.credential;
        this.authentication = other.authentication;
        this.grant = other.grant;
        this.scopes = other.scopes;
        this.refreshPolicy = other.refreshPolicy;
        this.resilience = other.resilience;
        this.observers = other.observers;
        this.clock = other.clock;
        this.scheduler = other.scheduler;
    }

    /** The name in errors, logs and metrics. Default: that of the provider. */
    public TokenSourceBuilder name(String text) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.name = text;
        return copy;
    }

    /** Whom to ask, with that provider's address, dialect, grant and client authentication. */
    public TokenSourceBuilder provider(Provider preset) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.provider = preset;
        return copy;
    }

    /** A server that follows RFC 6749, at this address: shorthand for {@link Provider#of}. */
    public TokenSourceBuilder tokenUri(URI uri) {
        return provider(Provider.of(uri.getHost() == null ? "tokens" : uri.getHost(), uri));
    }

    /** Through this endpoint, one with a proxy or TLS settings, or of another kind. Default: the provider's address. */
    public TokenSourceBuilder endpoint(TokenEndpoint custom) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.endpoint = custom;
        return copy;
    }

    /** Client id and secret, sent in the way that the provider wants; HTTP Basic if it has no wish. */
    public TokenSourceBuilder credential(CredentialSource source) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.credential = source;
        return copy;
    }

    /** How this client proves who it is; goes before {@link #credential}. */
    public TokenSourceBuilder authentication(ClientAuthentication method) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.authentication = method;
        return copy;
    }

    /** By which right tokens are asked for. Default: the provider's, else client credentials. */
    public TokenSourceBuilder grant(Grant right) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.grant = right;
        return copy;
    }

    /** The scopes to ask for, in place of any before. Default: none. */
    public TokenSourceBuilder scopes(String... wanted) {
        return scopes(List.of(wanted));
    }

    /** The scopes to ask for, in place of any before. Default: none. */
    public TokenSourceBuilder scopes(Collection<String> wanted) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.scopes = List.copyOf(wanted);
        return copy;
    }

    /** When tokens are renewed. Default {@link RefreshPolicy#DEFAULT}. */
    public TokenSourceBuilder refreshPolicy(RefreshPolicy policy) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.refreshPolicy = policy;
        return copy;
    }

    /**
     * Timeouts, retry and circuit breaker. Default: {@link Resilience#defaults}, of this source alone, or
     * of all sources of its endpoint in {@link TokenSources}.
     */
    public TokenSourceBuilder resilience(Resilience custom) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.resilience = custom;
        return copy;
    }

    /** One more who is told what happens. */
    public TokenSourceBuilder observer(TokenObserver observer) {
        List<TokenObserver> more = new ArrayList<>(observers);
        more.add(observer);
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.observers = List.copyOf(more);
        return copy;
    }

    /** Both clocks. Default: those of this machine. */
    public TokenSourceBuilder clock(TokenClock both) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.clock = both;
        return copy;
    }

    /** Where refreshes start and timers run. Default {@link TokenEndpoint#scheduler}; it is never disposed here. */
    public TokenSourceBuilder scheduler(Scheduler timers) {
        TokenSourceBuilder copy = new TokenSourceBuilder(this);
        copy.scheduler = timers;
        return copy;
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
        Provider from = provider;
        if (from != null && endpoint == null && from.dialect().scopeRequired() && scopes.isEmpty() && grant == null) {
            throw new IllegalStateException(from.name() + " requires a scope: call scopes(…)");
        }
        String provided = from != null ? from.name() : "tokens";
        String source = name != null ? name : provided;
        List<TokenObserver> all = new ArrayList<>(List.of(new LogObserver()));
        all.addAll(observers);
        TokenObserver observer = TokenObserver.composite(all);
        TokenEndpoint asked = endpointFor(from, shared);
        Scheduler timers = scheduler != null ? scheduler : asked.scheduler();
        Resilience guard = resilience != null
                ? resilience
                : shared == null ? Resilience.defaults(source, clock) : shared.resilienceOf(asked, provided, clock);
        TokenRefresh refresh = new TokenRefresh(
                source, grantFor(from), authenticationFor(from), asked, refreshPolicy, guard, observer, clock, timers);
        CachingTokenSource built =
                new CachingTokenSource(source, refresh, refreshPolicy, observer, guard.circuitBreaker(), clock, timers);
        observer.onBuilt(source, built);
        return built;
    }

    private TokenEndpoint endpointFor(@Nullable Provider from, @Nullable SharedEndpoints shared) {
        if (endpoint != null) {
            return endpoint;
        }
        if (from == null) {
            throw new IllegalStateException("no token endpoint: call provider(…), tokenUri(…) or endpoint(…)");
        }
        return shared == null
                ? NettyTokenEndpoint.of(from.tokenUri(), from.dialect()).withClock(clock)
                : shared.of(from, clock);
    }

    private ClientAuthentication authenticationFor(@Nullable Provider from) {
        if (authentication != null) {
            return authentication;
        }
        if (credential == null) {
            throw new IllegalStateException("no client identity: call credential(…) or authentication(…)");
        }
        return from == null
                ? ClientAuthentication.basic(credential)
                : from.authentication().apply(credential);
    }

    private Grant grantFor(@Nullable Provider from) {
        Grant right = grant != null ? grant : from != null ? from.grant() : Grant.clientCredentials();
        return scopes.isEmpty() ? right : right.scopes(scopes);
    }
}
