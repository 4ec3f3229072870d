package dev.reactivetoken.spring.boot;

import java.util.Locale;

/** The properties whose values are secret, however they are written: kebab case, camel case, or as a variable. */
final class SecretProperties {

    private static final String PREFIX = normalized(ReactiveTokenProperties.CLIENTS);

    private SecretProperties() {}

    static boolean isSecret(String key) {
        String normalized = normalized(key);
        return normalized.startsWith(PREFIX)
                && (normalized.endsWith("clientsecret") || normalized.endsWith("refreshtoken"));
    }

    private static String normalized(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
