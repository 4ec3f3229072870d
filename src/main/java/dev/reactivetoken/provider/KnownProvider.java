package dev.reactivetoken.provider;

import dev.reactivetoken.auth.KnownNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The providers that have a name. The one list of them: what can be named in a property or an option is an entry here.
 */
@SuppressWarnings("ImmutableEnumChecker") // its values are, though their types do not say so
public enum KnownProvider {
    /** Barracuda Token Service, United States. */
    BARRACUDA_US(Barracuda.tokenService(Region.US), Barracuda.TOKEN_SERVICE_SCOPES, "/beta/accounts/ess"),
    /** Barracuda Token Service, United Kingdom. */
    BARRACUDA_UK(Barracuda.tokenService(Region.UK), Barracuda.TOKEN_SERVICE_SCOPES, "/beta/accounts/ess"),
    /** Barracuda Intronis Backup (ECHOplatform), United States. */
    ECHOPLATFORM_US(Barracuda.echoplatform(Region.US), Barracuda.ECHOPLATFORM_SCOPES, "/v1/accounts"),
    /** Barracuda Intronis Backup (ECHOplatform), United Kingdom. */
    ECHOPLATFORM_UK(Barracuda.echoplatform(Region.UK), Barracuda.ECHOPLATFORM_SCOPES, "/v1/accounts");

    private static final KnownNames<KnownProvider> KNOWN = new KnownNames<>("provider", byName(), Map.of());

    private final Provider provider;
    private final List<String> scopes;
    private final String examplePath;

    KnownProvider(Provider provider, List<String> scopes, String examplePath) {
        this.provider = provider;
        this.scopes = scopes;
        this.examplePath = examplePath;
    }

    /**
     * The provider of this name, however it is written: {@code barracuda-us}, {@code BARRACUDA_US}.
     *
     * @throws IllegalArgumentException when there is none; names the nearest one and all others
     */
    public static KnownProvider of(String name) {
        return KNOWN.get(name);
    }

    /** All names. */
    public static List<String> names() {
        return KNOWN.names();
    }

    /** Its address, dialect, usual grant and authentication, and where its tokens are meant to be used. */
    public Provider provider() {
        return provider;
    }

    /** The scopes that its documentation names. */
    public List<String> scopes() {
        return scopes;
    }

    /** A path at its API that can be asked for with nothing but a token. */
    public String examplePath() {
        return examplePath;
    }

    /** The name, which is the provider's: {@code barracuda-us}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, KnownProvider> byName() {
        Map<String, KnownProvider> named = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(each -> named.put(each.toString(), each));
        return named;
    }
}
