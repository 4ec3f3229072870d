package dev.reactivetoken.cli;

import dev.reactivetoken.provider.KnownProvider;
import dev.reactivetoken.testing.server.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A provider that {@code rtoken serve} can speak like. */
record Preset(KnownProvider provider, Profile profile) {

    /** The preset of the provider of this name. */
    static Preset of(String name) {
        KnownProvider provider = KnownProvider.of(name);
        Profile profile = profile(provider);
        if (profile == null) {
            throw new IllegalArgumentException(
                    "the server does not speak like " + provider + ", but like " + String.join(", ", names()));
        }
        return new Preset(provider, profile);
    }

    static List<String> names() {
        return KnownProvider.names().stream()
                .filter(name -> profile(KnownProvider.of(name)) != null)
                .toList();
    }

    private static @Nullable Profile profile(KnownProvider provider) {
        return switch (provider) {
            case BARRACUDA_US, BARRACUDA_UK -> Profile.BARRACUDA_TOKEN_SERVICE;
            case ECHOPLATFORM_US, ECHOPLATFORM_UK -> Profile.ECHOPLATFORM;
            default -> null;
        };
    }
}
