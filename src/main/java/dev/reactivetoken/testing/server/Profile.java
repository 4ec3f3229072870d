package dev.reactivetoken.testing.server;

/** The provider that a {@link TokenServer} stands for: its token endpoint and its resource endpoints. */
public enum Profile {

    /**
     * Barracuda Token Service: RFC 6749, grant {@code client_credentials} only, the client in the header or in the body.
     *
     * <p>Resources want {@code Authorization: Bearer …} and the scope named here: {@code GET /beta/accounts/ess} with
     * {@code ess:account:read}, {@code GET /beta/accounts/{account}/forensics/tenants} with
     * {@code forensics:account:read}, {@code POST /beta/accounts/{account}/forensics/{tenant}/incident} with
     * {@code forensics:account:write}.
     */
    BARRACUDA_TOKEN_SERVICE("/token"),

    /**
     * Barracuda Intronis Backup, formerly ECHOplatform: OAuth 2.0 draft 10 with {@code grant_type=none}, scopes joined by
     * plus signs, and the web server profile with its authorize endpoint {@code /oauth2/authorize}. Client ids and
     * secrets are 32 hexadecimal digits.
     *
     * <p>Resources are all paths below {@code /v1/}; they want {@code Authorization: OAuth …}. {@code /v1/accounts},
     * {@code /v1/computers} and {@code /v1/partners} need {@code accounts_read} for GET and {@code accounts_write} for
     * other methods, and so on; every other path needs a valid token alone.
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
