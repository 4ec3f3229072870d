package dev.reactivetoken.spring.boot;

import java.util.Locale;

/** The properties whose values nobody should read, however they are written: kebab, camel, or as a variable. */
final class SecretProperties {

    private static final String OURS = plain(ReactiveTokenProperties.CLIENTS);

    private SecretProperties() {}

    static boolean isSecret(String key) {
        String plain = plain(key);
        return plain.startsWith(OURS) && (plain.endsWith("clientsecret") || plain.endsWith("refreshtoken"));
    }

    private static String plain(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
