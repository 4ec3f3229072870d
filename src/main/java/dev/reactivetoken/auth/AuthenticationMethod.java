package dev.reactivetoken.auth;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a client proves its identity, by the names of IANA's registry of token endpoint authentication methods (RFC 7591
 * section 2) and of this library's own. Each has a short name as well. The one list of them: what can be named in a
 * property, an option or a client registration is an entry here.
 */
public enum AuthenticationMethod {
    /** {@code client_secret_basic} or {@code basic}: HTTP Basic, form-encoded as RFC 6749 section 2.3.1 wants it. */
    CLIENT_SECRET_BASIC("basic", ClientAuthentication::basic),
    /**
     * {@code client_secret_basic_raw} or {@code basic-raw}, not IANA's: HTTP Basic without the form encoding, for
     * servers that do not decode it.
     */
    CLIENT_SECRET_BASIC_RAW("basic-raw", ClientAuthentication::basicRaw),
    /** {@code client_secret_post} or {@code post}: id and secret in the body. */
    CLIENT_SECRET_POST("post", ClientAuthentication::post),
    /** {@code none}: a public client, one without a secret. */
    NONE("none", null);

    private static final KnownNames<AuthenticationMethod> KNOWN =
            new KnownNames<>("client authentication method", byName(), byShortName());

    private final String shortName;

    @SuppressWarnings("ImmutableEnumChecker") // a method reference
    private final @Nullable Function<CredentialSource, ClientAuthentication> withSecret;

    AuthenticationMethod(String shortName, @Nullable Function<CredentialSource, ClientAuthentication> withSecret) {
        this.shortName = shortName;
        this.withSecret = withSecret;
    }

    /**
     * The method of this name or short name, however it is written: {@code client-secret-basic}, {@code BASIC}.
     *
     * @throws IllegalArgumentException when there is none; names the nearest one and all others
     */
    public static AuthenticationMethod of(String name) {
        return KNOWN.get(name);
    }

    /** All names, without the short ones. */
    public static List<String> names() {
        return KNOWN.names();
    }

    /** Whether the client has a secret to prove its identity with. */
    public boolean hasSecret() {
        return withSecret != null;
    }

    /**
     * This method with that credential.
     *
     * @throws IllegalArgumentException for {@link #NONE}, which is made by {@link ClientAuthentication#none}
     */
    public ClientAuthentication with(CredentialSource credential) {
        if (withSecret == null) {
            throw new IllegalArgumentException("a public client has no secret: use ClientAuthentication.none");
        }
        return withSecret.apply(credential);
    }

    /** The name: {@code client_secret_basic}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, AuthenticationMethod> byName() {
        Map<String, AuthenticationMethod> named = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(each -> named.put(each.toString(), each));
        return named;
    }

    private static Map<String, AuthenticationMethod> byShortName() {
        Map<String, AuthenticationMethod> named = new LinkedHashMap<>();
        Arrays.stream(values()).forEach(each -> named.put(each.shortName, each));
        return named;
    }
}
