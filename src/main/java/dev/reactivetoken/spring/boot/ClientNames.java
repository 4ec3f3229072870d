package dev.reactivetoken.spring.boot;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * The names of the clients, before there are beans. No placeholder is resolved: ahead of time, the environment
 * variables of the running application are not there.
 */
final class ClientNames {

    private ClientNames() {}

    static Set<String> in(Environment environment) {
        return new Binder(ConfigurationPropertySources.get(environment))
                .bind(ReactiveTokenProperties.CLIENTS, Bindable.mapOf(String.class, Object.class))
                .map(Map::keySet)
                .orElse(Set.of());
    }
}
