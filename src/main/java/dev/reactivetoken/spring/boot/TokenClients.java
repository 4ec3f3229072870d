package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.bearer.BearerCall;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/** Makes sources and calls from the properties; {@link TokenClientRegistrar} asks for each bean once. */
final class TokenClients {

    private final ReactiveTokenProperties properties;
    private final ObjectProvider<SslBundles> bundles;
    private final ObjectProvider<ClientRegistrations> registrations;
    private final ObjectProvider<TokenSourceCustomizer> customizers;
    private final ObjectProvider<TokenObserver> observers;

    TokenClients(
            ReactiveTokenProperties properties,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<ClientRegistrations> registrations,
            ObjectProvider<TokenSourceCustomizer> customizers,
            ObjectProvider<TokenObserver> observers) {
        this.properties = properties;
        this.bundles = bundles;
        this.registrations = registrations;
        this.customizers = customizers;
        this.observers = observers;
    }

    Set<String> names() {
        return properties.clients().keySet();
    }

    ClientProperties client(String name) {
        return properties.client(name);
    }

    /** A source that has sent nothing yet. */
    ReactiveTokenSource source(String name) {
        ClientProperties client = properties.client(name);
        PropertyPath path = new PropertyPath(name);
        ClientSource source = new ClientSource(name, client, path, bundles.getIfAvailable());
        TokenSourceBuilder builder = client.registration() == null
                ? source.builder()
                : source.builder(client.registration(), registrations.getIfAvailable());
        boolean propertiesAreComplete = customizers.stream().findAny().isEmpty();
        return build(customize(name, builder), path, source, propertiesAreComplete);
    }

    /** The builder with every observer, changed by every customizer. */
    TokenSourceBuilder customize(String name, TokenSourceBuilder started) {
        TokenSourceBuilder builder = started;
        for (TokenObserver observer : observers.orderedStream().toList()) {
            builder = builder.observer(observer);
        }
        for (TokenSourceCustomizer customizer : customizers.orderedStream().toList()) {
            builder = customizer.customize(name, builder);
        }
        return builder;
    }

    /** A customizer may have set what is missing in the properties; only the builder knows. */
    private static ReactiveTokenSource build(
            TokenSourceBuilder builder, PropertyPath path, ClientSource source, boolean propertiesAreComplete) {
        InvalidTokenClientException missing = source.missing();
        if (missing != null && propertiesAreComplete) {
            throw missing;
        }
        try {
            return builder.build();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw missing != null
                    ? missing
                    : new InvalidTokenClientException(path.of(""), String.valueOf(e.getMessage()), e);
        }
    }

    /** Attaches the tokens of this source to requests to the client's origins. */
    BearerCall call(String name, ReactiveTokenSource source) {
        PropertyPath path = new PropertyPath(name);
        int[] statuses =
                client(name).rejectedStatuses().stream().mapToInt(each -> each).toArray();
        BearerCall allowed = path.check("origins", () -> BearerCall.of(source).allow(origins(name)));
        BearerCall call = path.check("rejected-statuses", () -> allowed.rejectedStatuses(statuses))
                .observer(TokenObserver.composite(observers.orderedStream().toList()));
        return client(name).refuseOtherOrigins() ? call.refuseOthers() : call;
    }

    /** The origins that may see the client's token. */
    Collection<URI> origins(String name) {
        ClientProperties client = client(name);
        if (client.origins() != null) {
            return client.origins();
        }
        return client.provider() == null
                ? List.of()
                : client.provider().provider().resourceOrigins();
    }
}
