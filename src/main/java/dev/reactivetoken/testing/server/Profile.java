package dev.reactivetoken.testing.server;

/** Which provider a {@link TokenServer} speaks like. */
public enum Profile {

    /** Barracuda Token Service and the resource APIs behind it: RFC 6749, client credentials only. */
    BARRACUDA_TOKEN_SERVICE("/token"),

    /**
     * Barracuda Intronis Backup, formerly ECHOplatform: OAuth 2.0 draft 10, with {@code grant_type=none}, plus-joined
     * scopes, and the web server profile. Ids and secrets are 32-digit hexadecimal numbers.
     */
    ECHOPLATFORM("/oauth2/token");

    private final String tokenPath;

    Profile(String tokenPath) {
        this.tokenPath = tokenPath;
    }

    /** The path of the token endpoint. */
    public String tokenPath() {
        return tokenPath;
    }
}
