package dev.reactivetoken.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image must keep; Spring itself finds properties, endpoint and beans. */
final class ReactiveTokenHints implements RuntimeHintsRegistrar {

    static final String DASHBOARD = "dev/reactivetoken/micrometer/grafana-dashboard.json";

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern(DASHBOARD);
    }
}
