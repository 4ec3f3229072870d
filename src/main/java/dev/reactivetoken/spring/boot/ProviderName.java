package dev.reactivetoken.spring.boot;

import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.provider.Region;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A provider that can be named in a property. */
enum ProviderName {
    /** Barracuda Token Service, United States. */
    BARRACUDA_US,
    /** Barracuda Token Service, United Kingdom. */
    BARRACUDA_UK,
    /** Barracuda Intronis Backup (ECHOplatform), United States. */
    ECHOPLATFORM_US,
    /** Barracuda Intronis Backup (ECHOplatform), United Kingdom. */
    ECHOPLATFORM_UK;

    Provider provider() {
        return switch (this) {
            case BARRACUDA_US -> Barracuda.tokenService(Region.US);
            case BARRACUDA_UK -> Barracuda.tokenService(Region.UK);
            case ECHOPLATFORM_US -> Barracuda.echoplatform(Region.US);
            case ECHOPLATFORM_UK -> Barracuda.echoplatform(Region.UK);
        };
    }

    /** All of them, as they are written in a property. */
    static String names() {
        return Arrays.stream(values()).map(ProviderName::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
