package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.UriText;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first half of the authorization code flow (RFC 6749 section 4.1.1, OAuth 2.0 draft 10's web server profile): the
 * address to send a user's browser to, and what to make of the address it comes back to.
 *
 * <pre>{@code
 * AuthorizationRequest signIn = AuthorizationRequest.of(authorizationEndpoint, clientId, redirectUri).scopes("read");
 * redirect(signIn.uri());                     // keep signIn in the user's session
 * Grant grant = signIn.grant(redirectedTo);   // when the browser is back
 * }</pre>
 *
 * <p>Make a new one for each sign-in: its {@link #state()} and code verifier are fresh random values of 256 bits, kept
 * by the methods that answer a changed copy. PKCE (RFC 7636, S256) is on; servers that do not know it ignore it. To
 * keep a sign-in outside this process, store {@link #state()} and {@link #codeVerifier()} and, after comparing the
 * state, use {@link Grant#authorizationCode}. Immutable; prints no secrets.
 */
public final class AuthorizationRequest {

    private final URI endpoint;
    private final String clientId;
    private final URI redirectUri;
    private final Dialect dialect;
    private final Collection<String> scopes;
    private final Secret state;
    private final @Nullable Secret codeVerifier;

    private AuthorizationRequest(
            URI endpoint,
            String clientId,
            URI redirectUri,
            Dialect dialect,
            Collection<String> scopes,
            Secret state,
            @Nullable Secret codeVerifier) {
        this.endpoint = endpoint;
        this.clientId = clientId;
        this.redirectUri = redirectUri;
        this.dialect = dialect;
        this.scopes = scopes;
        this.state = state;
        this.codeVerifier = codeVerifier;
    }

    /**
     * A request of the standard dialect, without scopes, with PKCE. Draws 512 bits from the system's random source on
     * the calling thread.
     *
     * @param authorizationEndpoint absolute, {@code https} except on a loopback host, without fragment; a query is kept
     * @param clientId not empty
     * @param redirectUri where the browser comes back to; absolute, without fragment, registered at the server
     * @throws IllegalArgumentException when one of them is not so
     */
    public static AuthorizationRequest of(URI authorizationEndpoint, String clientId, URI redirectUri) {
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("a client id must not be empty");
        }
        return new AuthorizationRequest(
                Validation.secure(Validation.absolute(authorizationEndpoint, "authorization endpoint")),
                clientId,
                Validation.absolute(redirectUri, "redirect URI"),
                Dialect.STANDARD,
                List.of(),
                Secret.of(Pkce.random()),
                Secret.of(Pkce.random()));
    }

    /** This request for a server of that dialect, which decides how scopes are joined. */
    public AuthorizationRequest dialect(Dialect other) {
        return new AuthorizationRequest(endpoint, clientId, redirectUri, other, scopes, state, codeVerifier);
    }

    /** This request, asking for these scopes in place of any before; checked as in {@link Grant#scopes}. */
    public AuthorizationRequest scopes(String... asked) {
        return new AuthorizationRequest(
                endpoint, clientId, redirectUri, dialect, Validation.scopes(List.of(asked)), state, codeVerifier);
    }

    /** This request without PKCE, for a server that refuses parameters it does not know. */
    public AuthorizationRequest withoutPkce() {
        return new AuthorizationRequest(endpoint, clientId, redirectUri, dialect, scopes, state, null);
    }

    /**
     * The address to send the user's browser to.
     *
     * @throws IllegalArgumentException when a scope holds what the dialect joins scopes by
     */
    public URI uri() {
        QueryString query = new QueryString(endpoint)
                .add("response_type", "code")
                .add("client_id", clientId)
                .add("redirect_uri", redirectUri.toString());
        if (!scopes.isEmpty()) {
            query.add("scope", dialect.joinScopes(scopes));
        }
        query.add("state", state.reveal());
        if (codeVerifier != null) {
            query.add("code_challenge", Pkce.challenge(codeVerifier)).add("code_challenge_method", "S256");
        }
        return query.uri();
    }

    /** What binds the answer to this request and to the user's session (RFC 6749 section 10.12). */
    public Secret state() {
        return state;
    }

    /** Proves that request and exchange come from one client (RFC 7636); null without PKCE. */
    public @Nullable Secret codeVerifier() {
        return codeVerifier;
    }

    /**
     * The grant for the code that came back (RFC 6749 section 4.1.2).
     *
     * @param redirectedTo the address that the browser asked for, or its query alone behind a {@code ?}
     * @throws TokenException.Refused when the state is not that of this request, which is looked at first, or the
     *     server answered an {@code error}, or there is no code, or one of them stands there twice
     */
    public Grant grant(URI redirectedTo) {
        AuthorizationResponse answer = AuthorizationResponse.of(redirectedTo);
        return Grant.authorizationCode(answer.codeFor(state), redirectUri, codeVerifier);
    }

    @Override
    public String toString() {
        return "AuthorizationRequest[" + UriText.withoutQuery(endpoint) + ", clientId=" + clientId + ", redirectUri="
                + redirectUri + ", scopes=" + scopes + (codeVerifier == null ? "" : ", PKCE") + ']';
    }
}
