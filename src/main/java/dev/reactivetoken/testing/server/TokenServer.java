package dev.reactivetoken.testing.server;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * An authorization server inside this JVM, with resource endpoints that check its tokens. It accepts what the
 * documentation of its {@link Profile} says and refuses everything else.
 *
 * <pre>{@code
 * try (TokenServer server = TokenServer.builder()
 *         .client("my-app", "my-secret", "orders:read")
 *         .start()) {
 *     URI tokenUri = server.tokenUri();                            // what the client under test is given
 *     server.fault(Fault.status(503, Duration.ofSeconds(1)), 2);   // the next two token requests fail
 *     String secret = server.resetSecret("my-app");                // the old secret is refused from now on
 *     assertThat(server.counts().tokenRequests()).isEqualTo(3);
 * }
 * }</pre>
 *
 * <p>Listens on loopback only, on daemon threads of its own. Except for {@link #close()} no method blocks. Every method
 * may be called from any thread and applies to the requests that are read from then on. Secrets and tokens are never
 * printed or logged.
 */
public final class TokenServer implements AutoCloseable {

    private static final int BACKLOG = 4096;

    private final ServerParts parts;
    private final String tokenPath;
    private final String host;
    private final @Nullable SelfSignedCertificate certificate;
    private final LoopResources loops;
    private final DisposableServer server;

    TokenServer(TokenServerBuilder options, Clients clients) {
        this.parts = new ServerParts(options, clients);
        this.tokenPath = options.profile.tokenPath();
        this.host = options.host;
        this.certificate = options.tls ? SelfSignedCertificate.create() : null;
        this.loops = LoopResources.create("token-server", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
        try {
            this.server = http(options).bindNow();
        } catch (RuntimeException e) {
            loops.dispose();
            throw e;
        }
    }

    /** A builder with the defaults that its methods name. */
    public static TokenServerBuilder builder() {
        return new TokenServerBuilder();
    }

    /** The port that this server listens on. */
    public int port() {
        return server.port();
    }

    /**
     * The address of a path on this server. With TLS its host is {@code localhost}, else the address listened on.
     *
     * @param path empty, or starting with a slash
     * @throws IllegalArgumentException if the path starts with another character
     */
    public URI uri(String path) {
        if (!path.isEmpty() && path.charAt(0) != '/') {
            throw new IllegalArgumentException("path must start with a slash: " + path);
        }
        String authority = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return certificate == null
                ? URI.create("http://" + authority + ":" + port() + path)
                : URI.create("https://localhost:" + port() + path);
    }

    /** The address of the token endpoint; its path is {@link Profile#tokenPath()}. */
    public URI tokenUri() {
        return uri(tokenPath);
    }

    /**
     * Registers a client, or replaces the one with this id, its scopes included. Tokens issued before keep their scopes.
     *
     * @param scopes those that the client may request; a client without scopes may leave out the parameter
     * @throws IllegalArgumentException if id or secret is empty or not what the provider issues, or a scope is not one
     *     by RFC 6749 section 3.3 or contains a plus sign
     */
    public void register(String clientId, String clientSecret, String... scopes) {
        parts.clients.register(clientId, clientSecret, new LinkedHashSet<>(List.of(scopes)));
    }

    /** Removes a client and revokes its tokens; does nothing if there is none. */
    public void remove(String clientId) {
        parts.clients.remove(clientId);
    }

    /**
     * Gives a client a new random secret; the old one is refused from now on. Tokens issued before stay valid.
     *
     * @return the new secret
     * @throws IllegalArgumentException if there is no such client
     */
    public String resetSecret(String clientId) {
        return parts.clients.resetSecret(clientId);
    }

    /**
     * Gives a client this secret; the old one is refused from now on. Tokens issued before stay valid.
     *
     * @throws IllegalArgumentException if there is no such client, or the secret is empty or not what the provider
     *     issues
     */
    public void resetSecret(String clientId, String newSecret) {
        parts.clients.resetSecret(clientId, newSecret);
    }

    /**
     * Sets the lifetime of access tokens issued from now on. {@code expires_in} is this lifetime in seconds without the
     * fraction; resource endpoints refuse the token after the exact lifetime.
     *
     * @throws IllegalArgumentException unless positive and at most 100 years
     */
    public void lifetime(Duration lifetime) {
        parts.tokens.lifetime(lifetime);
    }

    /** Revokes all access tokens: resource endpoints answer 401 to them. Refresh tokens stay valid. */
    public void revokeAll() {
        parts.tokens.revokeAll();
    }

    /** Revokes all refresh tokens: the token endpoint answers {@code invalid_grant} to them. */
    public void revokeRefreshTokens() {
        parts.refreshTokens.clear();
    }

    /** Plans a fault for all token requests until {@link #clearFaults()}. Faults planned before come first. */
    public void fault(Fault fault) {
        fault(fault, Integer.MAX_VALUE);
    }

    /**
     * Plans a fault for the next token requests. Faults planned before come first.
     *
     * @param times the number of requests; {@link Integer#MAX_VALUE} for all until {@link #clearFaults()}
     * @throws IllegalArgumentException unless {@code times} is positive
     */
    public void fault(Fault fault, int times) {
        parts.faults.add(fault, times);
    }

    /** Drops all planned faults. A request that has met its fault stays with it. */
    public void clearFaults() {
        parts.faults.clear();
    }

    /** What this server has counted since its start or the last {@link #resetCounts()}. */
    public Counts counts() {
        return parts.counters.snapshot();
    }

    /** Counts from zero again. Requests in flight stay counted as in flight. */
    public void resetCounts() {
        parts.counters.reset();
    }

    /**
     * The certificate that clients must trust: self-signed, for {@code localhost}, {@code 127.0.0.1} and {@code ::1}.
     *
     * @throws IllegalStateException if the server was built without {@link TokenServerBuilder#tls()}
     */
    public X509Certificate certificate() {
        if (certificate == null) {
            throw new IllegalStateException("this server speaks http: it was built without tls()");
        }
        return certificate.certificate();
    }

    /** Stops listening, closes all connections and ends the threads. Blocks for up to 2 seconds. Idempotent. */
    @Override
    public void close() {
        server.channel().close().awaitUninterruptibly();
        // an event loop that ends closes its connections, also those of requests in flight
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
