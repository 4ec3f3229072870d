package dev.reactivetoken.proxy;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.AddressUtils;

/** The one server that requests are forwarded to. */
final class Upstream {

    /**
     * Off: while many connections end and begin, Netty 4.2.18 on epoll now and then fails to read from a good one
     * ("epoll_ctl(..) failed with error(-2): No such file or directory") and closes it.
     */
    static final boolean NATIVE_TRANSPORT = false;

    private static final int CONNECTIONS = 1_000;

    /** Node.js closes idle connections after 5 seconds, most others later. */
    private static final Duration IDLE = Duration.ofSeconds(4);

    private final URI origin;
    private final String prefix;
    private final String hostHeader;
    private final Duration responseTimeout;
    private final ConnectionProvider pool;
    private final HttpClient client;
    private final HttpClient upgradable;

    Upstream(BearerProxyBuilder options, LoopResources loops) {
        URI uri = options.upstream;
        boolean secure = uri.getScheme().equalsIgnoreCase("https");
        String host = uri.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        this.prefix = uri.getRawPath().replaceFirst("/+$", "");
        this.hostHeader = uri.getPort() < 0 ? host : host + ':' + port;
        this.responseTimeout = options.responseTimeout;
        this.origin = URI.create((secure ? "https://" : "http://") + hostHeader);
        this.pool = ConnectionProvider.builder("reactive-token-proxy")
                .maxConnections(CONNECTIONS)
                .pendingAcquireMaxCount(-1)
                .pendingAcquireTimeout(options.connectTimeout)
                .maxIdleTime(IDLE)
                .lifo()
                .build();
        HttpClient plain = HttpClient.create(pool)
                .runOn(loops, NATIVE_TRANSPORT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) options.connectTimeout.toMillis())
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(BearerProxyBuilder.MAX_HEADER_SIZE)
                        .maxInitialLineLength(BearerProxyBuilder.MAX_HEADER_SIZE));
        HttpClient changed =
                options.clientChange.apply(secure ? plain.protocol(HttpProtocol.H2, HttpProtocol.HTTP11) : plain);
        // applied last, so that nothing set before can undo it. The address has the form that the client gives it when
        // it sends a request again: else it would take that for a redirect to another host, and drop Authorization
        HttpClient bound = changed.remoteAddress(() -> AddressUtils.createUnresolved(bare, port))
                .wiretap(false)
                .followRedirect(false);
        this.client = !secure ? bound.noSSL() : bound.configuration().isSecure() ? bound : bound.secure();
        this.upgradable = client.protocol(HttpProtocol.HTTP11);
    }

    /** The origin that may see the token. */
    URI origin() {
        return origin;
    }

    /** The upstream's own path, followed by the target that the client sent, byte for byte. */
    String target(String requested) {
        return prefix.isEmpty() ? requested : prefix + requested;
    }

    /** Sends a request and waits for the headers of its response. Cancelling closes the connection. */
    Mono<UpstreamResponse> send(Downstream from, String target, RequestHeaders headers, boolean hasBody) {
        return (headers.upgrade() == null ? client : upgradable)
                .request(from.request().method())
                .uri(target(target))
                .send((request, outbound) -> {
                    outbound.withConnection(this::prepare);
                    headers.writeTo(request.requestHeaders(), hostHeader);
                    // as objects: Reactor Netty would collect the body of a GET in one buffer
                    return hasBody
                            ? outbound.sendObject(Bodies.of(from.request(), from.meters()::bytesReceived))
                            : outbound;
                })
                .responseConnection((response, connection) -> Mono.just(upstreamResponse(response, connection, from)))
                .single();
    }

    private static UpstreamResponse upstreamResponse(
            HttpClientResponse response, Connection connection, Downstream from) {
        return response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()
                ? UpgradedResponse.of(response, connection, from)
                : new PlainResponse(response, connection, from);
    }

    private void prepare(Connection connection) {
        Http2Windows.widen(connection.channel());
        ResponseTimeoutHandler.install(connection.channel(), responseTimeout);
    }

    Mono<Void> close() {
        return pool.disposeLater();
    }
}
