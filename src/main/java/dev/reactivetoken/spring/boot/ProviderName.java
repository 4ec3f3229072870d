package dev.reactivetoken.spring.boot;

import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.provider.Region;

/** A provider that can be named in a property. */
enum ProviderName {
    /** Barracuda Token Service, United States. */
    BARRACUDA_US(Barracuda.tokenService(Region.US)),
    /** Barracuda Token Service, United Kingdom. */
    BARRACUDA_UK(Barracuda.tokenService(Region.UK)),
    /** Barracuda Intronis Backup (ECHOplatform), United States. */
    ECHOPLATFORM_US(Barracuda.echoplatform(Region.US)),
    /** Barracuda Intronis Backup (ECHOplatform), United Kingdom. */
    ECHOPLATFORM_UK(Barracuda.echoplatform(Region.UK));

    private final Provider provider;

    ProviderName(Provider provider) {
        this.provider = provider;
    }

    Provider provider() {
        return provider;
    }
}
