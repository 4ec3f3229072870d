package dev.reactivetoken.provider;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.TokenException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** The providers of Barracuda Networks, as their documentation states them. */
public final class Barracuda {

    /** Email Gateway Defense: read. */
    public static final String ESS_ACCOUNT_READ = "ess:account:read";

    /** Incident Response: GET calls. */
    public static final String FORENSICS_ACCOUNT_READ = "forensics:account:read";

    /** Incident Response: POST calls. */
    public static final String FORENSICS_ACCOUNT_WRITE = "forensics:account:write";

    /** ECHOplatform: read partners. */
    public static final String PARTNERS_READ = "partners_read";

    /** ECHOplatform: read accounts. */
    public static final String ACCOUNTS_READ = "accounts_read";

    /** ECHOplatform: change accounts. */
    public static final String ACCOUNTS_WRITE = "accounts_write";

    /** ECHOplatform: read computers. */
    public static final String COMPUTERS_READ = "computers_read";

    /** ECHOplatform: change computers. */
    public static final String COMPUTERS_WRITE = "computers_write";

    static final List<String> TOKEN_SERVICE_SCOPES =
            List.of(ESS_ACCOUNT_READ, FORENSICS_ACCOUNT_READ, FORENSICS_ACCOUNT_WRITE);

    static final List<String> ECHOPLATFORM_SCOPES =
            List.of(PARTNERS_READ, ACCOUNTS_READ, ACCOUNTS_WRITE, COMPUTERS_READ, COMPUTERS_WRITE);

    private static final Dialect TOKEN_SERVICE = Dialect.STANDARD.withScopeRequired(true);

    // OAuth 2.0 draft 10, not RFC 6749
    private static final Dialect ECHOPLATFORM =
            Dialect.STANDARD.withScopeDelimiter("+").withTokenTypeOptional(true).withScheme("OAuth");

    private Barracuda() {}

    /**
     * Barracuda Token Service: client credentials over HTTP Basic ({@link ClientAuthentication#post} works as well), at
     * least one scope, {@code Bearer} tokens of one hour for Email Gateway Defense and Incident Response.
     */
    public static Provider tokenService(Region region) {
        return switch (region) {
            case US -> tokenService("barracuda-us", "");
            case UK -> tokenService("barracuda-uk", "uk.");
        };
    }

    /**
     * Barracuda Intronis Backup, formerly ECHOplatform, client credentials profile (the client is a Barracuda
     * customer): {@code grant_type=none}, id and secret in the body, at least one scope, {@code OAuth} tokens.
     */
    public static Provider echoplatform(Region region) {
        return echoplatform(region, ECHOPLATFORM.withScopeRequired(true), Grant.none());
    }

    /**
     * ECHOplatform, web server profile (the client is not a Barracuda customer). A user signs in first: make a
     * {@link dev.reactivetoken.grant.AuthorizationRequest} of this provider's {@link Provider#dialect()} with the
     * authorization endpoint that you were given (it is not documented), and set the grant that it answers. Until then
     * the provider's own grant signals {@link TokenException.Unavailable}.
     */
    public static Provider echoplatformWebServer(Region region) {
        return echoplatform(
                region,
                ECHOPLATFORM,
                previous -> Mono.error(() -> new TokenException.Unavailable(
                        "the web server profile of ECHOplatform starts with a user's sign-in; set the Grant that an"
                                + " AuthorizationRequest answers",
                        null)));
    }

    private static Provider tokenService(String name, String prefix) {
        return new Provider(
                name,
                URI.create("https://" + prefix + "login.bts.barracudanetworks.com/token"),
                TOKEN_SERVICE,
                Grant.clientCredentials(),
                ClientAuthentication::basic,
                Set.of(URI.create("https://" + prefix + "api.barracudanetworks.com")));
    }

    private static Provider echoplatform(Region region, Dialect dialect, Grant grant) {
        return switch (region) {
            case US -> echoplatform("echoplatform-us", "auth.intronis.com", dialect, grant);
            case UK -> echoplatform("echoplatform-uk", "auth.echo.intronis.com", dialect, grant);
        };
    }

    private static Provider echoplatform(String name, String host, Dialect dialect, Grant grant) {
        return new Provider(
                name,
                URI.create("https://" + host + "/oauth2/token"),
                dialect,
                grant,
                ClientAuthentication::post,
                Set.of(URI.create("https://api.intronis.com")));
    }
}
