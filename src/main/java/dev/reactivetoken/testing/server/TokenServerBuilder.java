package dev.reactivetoken.testing.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Options of a {@link TokenServer}. Not thread-safe. Each {@link #start()} starts another server. */
public final class TokenServerBuilder {

    String host = "127.0.0.1";
    int port = 0;
    Profile profile = Profile.BARRACUDA_TOKEN_SERVICE;
    Duration lifetime = Duration.ofHours(1);
    Duration delay = Duration.ZERO;
    InstantSource clock = InstantSource.system();
    boolean tls = false;
    boolean admin = false;
    boolean rotateRefreshTokens = true;
    Consumer<String> listener = line -> {};
    final Set<String> redirectUris = new HashSet<>();
    private final List<Registration> registrations = new ArrayList<>();

    TokenServerBuilder() {}

    /**
     * The address to listen on. Default {@code 127.0.0.1}.
     *
     * @throws IllegalArgumentException unless it is a loopback address, since this server must not hold real secrets
     */
    public TokenServerBuilder host(String address) {
        try {
            if (!InetAddress.getByName(address).isLoopbackAddress()) {
                throw new IllegalArgumentException("not a loopback address: " + address);
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a loopback address: " + address, e);
        }
        this.host = address;
        return this;
    }

    /** The port to listen on. Default 0: any free port, see {@link TokenServer#port()}. */
    public TokenServerBuilder port(int number) {
        this.port = number;
        return this;
    }

    /** The provider to stand for. Default {@link Profile#BARRACUDA_TOKEN_SERVICE}, which follows RFC 6749. */
    public TokenServerBuilder profile(Profile provider) {
        this.profile = provider;
        return this;
    }

    /** Registers a client, see {@link TokenServer#register}. Repeatable. Default: no client. */
    public TokenServerBuilder client(String id, String secret, String... scopes) {
        registrations.add(new Registration(id, secret, new LinkedHashSet<>(List.of(scopes))));
        return this;
    }

    /** The lifetime of access tokens, see {@link TokenServer#lifetime}. Default: one hour. */
    public TokenServerBuilder lifetime(Duration ofTokens) {
        this.lifetime = ofTokens;
        return this;
    }

    /**
     * How long every token request waits before it is handled. Default: not at all. Occupies no thread.
     *
     * @throws IllegalArgumentException if negative
     */
    public TokenServerBuilder delay(Duration beforeAnswers) {
        if (beforeAnswers.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + beforeAnswers);
        }
        this.delay = beforeAnswers;
        return this;
    }

    /**
     * Serves https with a new self-signed certificate, see {@link TokenServer#certificate()}. Default: http.
     *
     * <p>The certificate is made by the {@code keytool} of the running JDK; {@link #start()} takes about half a second
     * longer for it, and throws an {@link IllegalStateException} if keytool cannot be run.
     */
    public TokenServerBuilder tls() {
        this.tls = true;
        return this;
    }

    /**
     * Whether every client that can connect may control the server by the endpoints below {@code /admin/}. Default:
     * false.
     *
     * <ul>
     *   <li>{@code POST /admin/clients/{id}/reset} gives a client a new secret and answers with it,
     *   <li>{@code GET /admin/requests} answers the {@link Counts},
     *   <li>{@code POST /admin/fault} plans the fault of a form, see {@link Fault#parse}, for {@code times} requests,
     *       1 if left out,
     *   <li>{@code DELETE /admin/fault} drops all planned faults.
     * </ul>
     */
    public TokenServerBuilder admin(boolean served) {
        this.admin = served;
        return this;
    }

    /** Registers redirect URIs for all clients of {@link Profile#ECHOPLATFORM}; compared as text. Default: none. */
    public TokenServerBuilder redirectUri(URI... uris) {
        for (URI uri : uris) {
            redirectUris.add(uri.toString());
        }
        return this;
    }

    /**
     * Whether a refresh token can be used once only and the response has the next one. Default: true. If false, a
     * refresh token can be used again and the response has none.
     */
    public TokenServerBuilder rotateRefreshTokens(boolean rotated) {
        this.rotateRefreshTokens = rotated;
        return this;
    }

    /** The clock by which tokens and codes expire. Default: the wall clock of the system. */
    public TokenServerBuilder clock(InstantSource wallClock) {
        this.clock = wallClock;
        return this;
    }

    /**
     * Receives one line for each token request, and one for each fault; they never hold a secret or a token. It is
     * called on the server's threads and must not block. Default: none.
     */
    public TokenServerBuilder listener(Consumer<String> ofTokenRequests) {
        this.listener = ofTokenRequests;
        return this;
    }

    /**
     * Starts a server. Blocks until it listens, so it must not be called on an event loop.
     *
     * @throws IllegalArgumentException if a client cannot be registered or the lifetime is out of bounds
     * @throws IllegalStateException if the certificate for {@link #tls()} cannot be made
     * @throws reactor.netty.ChannelBindException if the port cannot be listened on
     */
    public TokenServer start() {
        Clients clients = new Clients(profile);
        registrations.forEach(each -> clients.register(each.id(), each.secret(), each.scopes()));
        return new TokenServer(this, clients);
    }

    private record Registration(String id, String secret, Set<String> scopes) {

        @Override
        public String toString() {
            return "client " + id;
        }
    }
}
