package dev.reactivetoken.testing.server;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Collects the options of a {@link TokenServer}. Not thread-safe; each {@link #start()} starts a server of its own. */
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
     * @throws IllegalArgumentException unless it is a loopback address: this server is no place for real secrets
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

    /** The port to listen on. Default 0: any free one, see {@link TokenServer#port()}. */
    public TokenServerBuilder port(int number) {
        this.port = number;
        return this;
    }

    /** Whom to speak like. Default {@link Profile#BARRACUDA_TOKEN_SERVICE}. */
    public TokenServerBuilder profile(Profile provider) {
        this.profile = provider;
        return this;
    }

    /** Registers a client, as {@link TokenServer#register} does. Default none. */
    public TokenServerBuilder client(String id, String secret, String... scopes) {
        registrations.add(new Registration(id, secret, Set.of(scopes)));
        return this;
    }

    /** How long tokens live, see {@link TokenServer#lifetime}. Default one hour. */
    public TokenServerBuilder lifetime(Duration ofTokens) {
        this.lifetime = ofTokens;
        return this;
    }

    /** How long every token request waits before it is looked at. Default none. Blocks no thread. */
    public TokenServerBuilder delay(Duration beforeAnswers) {
        if (beforeAnswers.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + beforeAnswers);
        }
        this.delay = beforeAnswers;
        return this;
    }

    /** Serves https, with a certificate made for this start. Default http. Needs io.netty:netty-pkitesting. */
    public TokenServerBuilder tls() {
        this.tls = true;
        return this;
    }

    /** Whether the endpoints below {@code /admin/} are served, to anybody who can connect. Default not. */
    public TokenServerBuilder admin(boolean served) {
        this.admin = served;
        return this;
    }

    /** Registers redirect URIs, for every client of {@link Profile#ECHOPLATFORM}; compared as text. Default none. */
    public TokenServerBuilder redirectUri(URI... uris) {
        for (URI uri : uris) {
            redirectUris.add(uri.toString());
        }
        return this;
    }

    /**
     * Whether a refresh token can be used once, and is answered with its successor. Default it is so. If not, it keeps
     * working, and the answer to it has no refresh token.
     */
    public TokenServerBuilder rotateRefreshTokens(boolean rotated) {
        this.rotateRefreshTokens = rotated;
        return this;
    }

    /** What tells the time by which tokens and codes expire. Default the system's wall clock. */
    public TokenServerBuilder clock(InstantSource wallClock) {
        this.clock = wallClock;
        return this;
    }

    /**
     * Is told one line per token request, which never holds a secret or a token. Called on the server's own threads:
     * it must not block. Default nobody.
     */
    public TokenServerBuilder listener(Consumer<String> ofTokenRequests) {
        this.listener = ofTokenRequests;
        return this;
    }

    /**
     * Starts to listen; blocks until it does.
     *
     * @throws IllegalArgumentException when a client, its secret or a scope is not what the provider knows
     * @throws RuntimeException when the port cannot be had
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
