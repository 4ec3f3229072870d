package dev.reactivetoken.endpoint;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenResponse;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.logging.ReactorNettyHttpMessageLogFactory;
import reactor.netty.resources.ConnectionProvider;

/**
 * A token endpoint over HTTP/1.1, by Reactor Netty. Immutable; each {@code with…} answers a changed copy.
 *
 * <p>Connections come from one small pool that all token endpoints share, and idle ones are given up before common
 * servers close them. When a reused connection breaks all the same before the first byte of an answer, the request is
 * sent once more at no cost to the caller. Redirects are never followed and nothing of a request is ever logged.
 *
 * <p>An answer has no time limit here: the caller sets one around it, and cancelling closes the connection.
 */
public final class NettyTokenEndpoint implements TokenEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(NettyTokenEndpoint.class);

    /** Many tenants may renew at the same moment; a source has one request in flight at most. */
    private static final int CONNECTIONS_PER_HOST = 64;

    /** Node.js closes idle connections after 5 seconds, most others later. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    /** No eviction in the background: it would be a timer that runs for ever. The caller bounds the wait. */
    private static final ConnectionProvider POOL = ConnectionProvider.builder("reactive-token")
            .maxConnections(CONNECTIONS_PER_HOST)
            .pendingAcquireMaxCount(-1)
            .maxIdleTime(IDLE)
            .lifo()
            .build();

    /** One for each pool and origin, kept as long as an endpoint has it. */
    private static final Cache<PoolOfOrigin, RequestQueue> QUEUES =
            Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

    private record PoolOfOrigin(ConnectionProvider pool, String origin) {}

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Reactor's key for the hook that gets an error after its subscriber has gone; by default an ERROR is logged. */
    private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

    private final URI uri;
    private final Dialect dialect;
    private final TokenClock clock;
    private final HttpClient client;
    private final RequestSender sender;
    private final ResponseReader reader;
    private final Scheduler loops;
    private final @Nullable RequestQueue queue;

    private NettyTokenEndpoint(URI uri, Dialect dialect, TokenClock clock, HttpClient client) {
        this.uri = uri;
        this.dialect = dialect;
        this.clock = clock;
        this.client = client;
        this.sender = strict(client).post().uri(uri);
        this.reader = new ResponseReader(uri, dialect, clock);
        HttpClientConfig settings = client.configuration();
        this.queue = queue(settings.connectionProvider(), reader.origin());
        this.loops = new EventLoopScheduler(() -> settings.loopResources().onClient(settings.isPreferNative()));
    }

    /**
     * The endpoint at this URI.
     *
     * @param tokenUri absolute, {@code https} (plain {@code http} for loopback hosts), without fragment and user info;
     *     a query is kept
     * @throws IllegalArgumentException when the URI is anything else
     */
    public static NettyTokenEndpoint of(URI tokenUri, Dialect dialect) {
        return create(TokenUri.check(tokenUri), dialect);
    }

    /**
     * The endpoint at this URI, which may be plain {@code http} on any host: only for a network that is itself
     * protected, such as a service mesh, since client secret and token cross it in clear text.
     *
     * @throws IllegalArgumentException as in {@link #of}
     */
    public static NettyTokenEndpoint ofPlainHttp(URI tokenUri, Dialect dialect) {
        return create(TokenUri.checkPlain(tokenUri), dialect);
    }

    private static NettyTokenEndpoint create(URI uri, Dialect dialect) {
        return new NettyTokenEndpoint(
                uri,
                Objects.requireNonNull(dialect),
                TokenClock.system(),
                connectWithin(HttpClient.create(POOL), CONNECT_TIMEOUT));
    }

    /**
     * This endpoint, reached by a client changed in this way: proxy, TLS, event loop, resolver, metrics. It may also be
     * a client with a pool of its own. Whatever it sets, wiretap and redirects stay off, HTTP/1.1 is spoken, and the
     * headers of a token request are sent.
     */
    public NettyTokenEndpoint withHttpClient(UnaryOperator<HttpClient> change) {
        return new NettyTokenEndpoint(uri, dialect, clock, Objects.requireNonNull(change.apply(client)));
    }

    /**
     * This endpoint, giving up a connection that is not established within this time. Default 2 seconds.
     *
     * @throws IllegalArgumentException when not positive
     */
    public NettyTokenEndpoint withConnectTimeout(Duration timeout) {
        if (timeout.toMillis() <= 0) {
            throw new IllegalArgumentException("the connect timeout must be at least a millisecond: " + timeout);
        }
        return new NettyTokenEndpoint(uri, dialect, clock, connectWithin(client, timeout));
    }

    /** This endpoint, with the lives of its tokens counted by this clock. Default: the clocks of the machine. */
    public NettyTokenEndpoint withClock(TokenClock clocks) {
        return new NettyTokenEndpoint(uri, dialect, Objects.requireNonNull(clocks), client);
    }

    /** Where the requests go. */
    @Override
    public URI uri() {
        return uri;
    }

    /** How they are spoken. */
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Mono<TokenResponse> send(TokenRequest request) {
        return Mono.defer(() -> {
            byte[] form = FormBody.encode(request, dialect);
            TokenHttpCall first = new TokenHttpCall(request, form, reader, clock);
            return first.over(sender)
                    .onErrorResume(first::wasStale, e -> new TokenHttpCall(request, form, reader, clock).over(sender))
                    .onErrorMap(e -> ConnectionErrors.translate(e, reader.origin()))
                    .contextWrite(context ->
                            context.put(ON_ERROR_DROPPED, (Consumer<Throwable>) NettyTokenEndpoint::tooLate));
        });
    }

    @Override
    public TokenClock clock() {
        return clock;
    }

    /** As many exchanges at once as its pool has connections to this origin; the others wait in their order. */
    @Override
    public <T> Mono<T> admit(Mono<T> exchange) {
        return queue == null ? exchange : queue.admit(exchange);
    }

    /** The event loops of its client. */
    @Override
    public Scheduler scheduler() {
        return loops;
    }

    @Override
    public String toString() {
        return "NettyTokenEndpoint[" + UriText.withoutQuery(uri) + ']';
    }

    private static @Nullable RequestQueue queue(ConnectionProvider pool, String origin) {
        int connections = pool.maxConnections();
        return connections <= 0
                ? null
                : QUEUES.get(new PoolOfOrigin(pool, origin), key -> new RequestQueue(connections));
    }

    private static void tooLate(Throwable error) {
        LOG.debug(
                "a connection failed after its request was given up: {}",
                error.getClass().getName());
    }

    private static HttpClient connectWithin(HttpClient client, Duration timeout) {
        return client.option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
    }

    /** Applied last, so that nothing set before can undo it. */
    private static HttpClient strict(HttpClient client) {
        return client.protocol(HttpProtocol.HTTP11)
                .wiretap(false)
                .httpMessageLogFactory(ReactorNettyHttpMessageLogFactory.INSTANCE)
                .followRedirect(false)
                .disableRetry(true)
                .doOnChannelInit(StaleConnectionHandler.WATCH)
                .headers(headers -> headers.set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON)
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED)
                        .set(HttpHeaderNames.USER_AGENT, userAgent()));
    }

    private static String userAgent() {
        @Nullable String version = NettyTokenEndpoint.class.getPackage().getImplementationVersion();
        return "reactive-token" + (version == null ? "" : '/' + version);
    }
}
