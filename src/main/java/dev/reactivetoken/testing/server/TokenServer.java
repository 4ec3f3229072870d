package dev.reactivetoken.testing.server;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * An authorization server inside this JVM, with the resource endpoints that check its tokens. It is strict: it accepts
 * what the documentation of its {@link Profile} says and refuses the rest.
 *
 * <pre>{@code
 * try (TokenServer server = TokenServer.builder()
 *         .client("id", "secret", "ess:account:read")
 *         .start()) {
 *     URI tokenUri = server.tokenUri();
 *     server.fault(Fault.status(503, Duration.ofSeconds(1)), 2);
 *     …
 * }
 * }</pre>
 *
 * <p>Listens on loopback only, on daemon threads of its own. Every method may be called from any thread at any time and
 * takes effect on the requests that are looked at from then on. No secret and no token is ever printed.
 */
public final class TokenServer implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final ServerParts parts;
    private final String tokenPath;
    private final String host;
    private final @Nullable Certificate certificate;
    private final LoopResources loops;
    private final DisposableServer server;

    TokenServer(TokenServerBuilder options, Clients clients) {
        this.parts = new ServerParts(options, clients);
        this.tokenPath = options.profile.tokenPath();
        this.host = options.host;
        this.certificate = options.tls ? Certificate.create() : null;
        this.loops = LoopResources.create("token-server", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
        try {
            this.server = http(options).bindNow();
        } catch (RuntimeException e) {
            loops.dispose();
            throw e;
        }
    }

    /** Options with their defaults. */
    public static TokenServerBuilder builder() {
        return new TokenServerBuilder();
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    /** The address of a path, which starts with a slash. With TLS the host is {@code localhost}. */
    public URI uri(String path) {
        String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return certificate == null
                ? URI.create("http://" + authority + ":" + port() + path)
                : URI.create("https://localhost:" + port() + path);
    }

    /** The address of the token endpoint. */
    public URI tokenUri() {
        return uri(tokenPath);
    }

    /**
     * Registers a client, or replaces what is registered under its id: that is also how scopes are edited. Tokens that
     * were handed out keep their scopes.
     *
     * @throws IllegalArgumentException when the provider knows no such ids, secrets or scopes
     */
    public void register(String clientId, String clientSecret, String... scopes) {
        parts.clients.register(clientId, clientSecret, Set.of(scopes));
    }

    /** Deletes a client; its tokens are dead. Nothing happens if there is none. */
    public void remove(String clientId) {
        parts.clients.remove(clientId);
    }

    /**
     * Makes a new secret; the old one stops working at once. Tokens that were handed out live on.
     *
     * @return the new secret
     * @throws IllegalArgumentException when there is no such client
     */
    public String resetSecret(String clientId) {
        return parts.clients.resetSecret(clientId);
    }

    /**
     * The same with a secret of the caller's choice.
     *
     * @throws IllegalArgumentException when there is no such client
     */
    public void resetSecret(String clientId, String newSecret) {
        parts.clients.resetSecret(clientId, newSecret);
    }

    /**
     * How long the tokens live that are given from now on. On the wire the fraction of a second is cut off; the token
     * really dies after the exact lifetime.
     *
     * @throws IllegalArgumentException unless positive and at most 100 years
     */
    public void lifetime(Duration lifetime) {
        parts.tokens.lifetime(lifetime);
    }

    /** Every access token handed out is dead now: resource endpoints answer 401. Refresh tokens stay. */
    public void revokeAll() {
        parts.tokens.revokeAll();
    }

    /** Every refresh token handed out is dead now: the token endpoint answers {@code invalid_grant}. */
    public void revokeRefreshTokens() {
        parts.refreshTokens.clear();
    }

    /**
     * The next so many token requests meet this fault, after those that were planned before.
     *
     * @param times {@link Integer#MAX_VALUE} means until {@link #clearFaults()}
     */
    public void fault(Fault fault, int times) {
        parts.faults.add(fault, times);
    }

    /** Plans no faults any more. Requests that met one already go on with it. */
    public void clearFaults() {
        parts.faults.clear();
    }

    /** What was seen so far. */
    public Counts counts() {
        return parts.counters.snapshot();
    }

    /** Starts to count anew; the requests in flight stay in flight. */
    public void resetCounts() {
        parts.counters.reset();
    }

    /**
     * The certificate to trust.
     *
     * @throws IllegalStateException without {@link TokenServerBuilder#tls()}
     */
    public X509Certificate certificate() {
        if (certificate == null) {
            throw new IllegalStateException("this server speaks http: it was built without tls()");
        }
        return certificate.certificate();
    }

    /** Stops listening, drops every connection, frees the threads. Blocks; again does nothing. */
    @Override
    public void close() {
        server.channel().close().awaitUninterruptibly();
        // an event loop that ends closes its connections, and with them whatever waits to be answered
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).block();
    }

    private HttpServer http(TokenServerBuilder options) {
        HttpServer http = HttpServer.create()
                .host(options.host)
                .port(options.port)
                .runOn(loops)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handle(parts.router::route);
        return certificate == null ? http : http.secure(spec -> spec.sslContext(certificate.context()));
    }

    @Override
    public String toString() {
        return "TokenServer[" + tokenUri() + "]";
    }
}
