package dev.reactivetoken.proxy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.endpoint.PlainHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/** Collects the options of a {@link BearerProxy}. Not thread-safe; each {@link #start()} starts a proxy of its own. */
public final class BearerProxyBuilder {

    /** Bytes of the head of a request or a response. */
    static final int MAX_HEADER_SIZE = 32_768;

    final URI upstream;
    final ReactiveTokenSource tokens;
    String host = "127.0.0.1";
    int port = 0;
    boolean remoteClients = false;
    boolean plainHttp = false;
    ClientAuthorization clientAuthorization = ClientAuthorization.REFUSE;
    Duration connectTimeout = Duration.ofSeconds(5);
    Duration responseTimeout = Duration.ofSeconds(60);
    Duration idleTimeout = Duration.ofSeconds(60);
    Duration drain = Duration.ofSeconds(10);
    UnaryOperator<HttpClient> clientChange = client -> client;
    ProxyMeters meters = ProxyMeters.NONE;
    BearerCall call;

    @Nullable
    Supplier<String> scrape;

    BearerProxyBuilder(URI upstream, ReactiveTokenSource tokens) {
        this.upstream = checked(upstream);
        this.tokens = Objects.requireNonNull(tokens);
        this.call = BearerCall.of(tokens);
    }

    /**
     * The address and port to listen on. Default {@code 127.0.0.1} and any free port.
     *
     * <p>Every program that can connect can use the token: any other than a loopback address is refused at
     * {@link #start()}, unless {@link #allowRemoteClients()} was called. Web pages cannot, although a browser could
     * connect for them: a request that a browser marks as another site's is answered 403, and one for a public name
     * 421.
     */
    public BearerProxyBuilder listen(String address, int onPort) {
        if (onPort < 0 || onPort > 65_535) {
            throw new IllegalArgumentException("a port is a number from 0 to 65535: " + onPort);
        }
        this.host = Objects.requireNonNull(address);
        this.port = onPort;
        return this;
    }

    /** Lets clients connect from other hosts and use the token. Default: loopback addresses only. */
    public BearerProxyBuilder allowRemoteClients() {
        this.remoteClients = true;
        return this;
    }

    /**
     * Lets the upstream be plain {@code http} on any host. The token then crosses the network in clear text: only where
     * the network itself is protected. Default: loopback hosts only.
     */
    public BearerProxyBuilder allowPlainHttp() {
        this.plainHttp = true;
        return this;
    }

    /**
     * What becomes of a request with an {@code Authorization} of its own. Default {@link ClientAuthorization#REFUSE}.
     */
    public BearerProxyBuilder clientAuthorization(ClientAuthorization rule) {
        this.clientAuthorization = Objects.requireNonNull(rule);
        return this;
    }

    /** How long to wait for a connection to the upstream. Default 5 seconds. */
    public BearerProxyBuilder connectTimeout(Duration timeout) {
        this.connectTimeout = positive("connect timeout", timeout);
        return this;
    }

    /**
     * How long to wait for the headers of the upstream's response, once the request is written whole. Default 60
     * seconds. A body may take any time: the other side may be slow.
     */
    public BearerProxyBuilder responseTimeout(Duration timeout) {
        this.responseTimeout = positive("response timeout", timeout);
        return this;
    }

    /** A client's connection is closed after this time between two requests. Default 60 seconds. */
    public BearerProxyBuilder idleTimeout(Duration timeout) {
        this.idleTimeout = positive("idle timeout", timeout);
        return this;
    }

    /**
     * How long {@link BearerProxy#stop()} waits for requests in flight; {@link BearerProxy#close()} does not wait.
     * Default 10 seconds; zero is allowed.
     */
    public BearerProxyBuilder drain(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("the time to drain must not be negative: " + timeout);
        }
        this.drain = timeout;
        return this;
    }

    /**
     * The upstream, reached by a client changed in this way: TLS, proxy, resolver, protocols; it may also be a client
     * with a pool of its own. Whatever it sets, wiretap and redirects stay off, and the address is the upstream's.
     */
    public BearerProxyBuilder httpClient(UnaryOperator<HttpClient> change) {
        this.clientChange = Objects.requireNonNull(change);
        return this;
    }

    /**
     * Meters of the requests, below {@code reactive.token.proxy}. Default none. Needs io.micrometer:micrometer-core.
     */
    public BearerProxyBuilder meters(MeterRegistry registry) {
        this.meters = new MicrometerMeters(registry);
        return this;
    }

    /** See {@link BearerCall#observer}. Default none. */
    public BearerProxyBuilder observer(TokenObserver told) {
        this.call = call.observer(told);
        return this;
    }

    /** See {@link BearerCall#rejectedStatuses}. Default none beside 401. */
    public BearerProxyBuilder rejectedStatuses(int... more) {
        this.call = call.rejectedStatuses(more);
        return this;
    }

    /**
     * The body of {@code /-/metrics}, in the text format of Prometheus: {@code registry::scrape}. Default none, and
     * then that path is forwarded like any other.
     */
    public BearerProxyBuilder scrape(Supplier<String> prometheusText) {
        this.scrape = Objects.requireNonNull(prometheusText);
        return this;
    }

    /**
     * Starts to listen; blocks until it does.
     *
     * @throws IllegalArgumentException when the address is not a loopback address, or the upstream plain {@code http}
     *     on another host, without the option that allows it
     * @throws RuntimeException when the port cannot be had
     */
    public BearerProxy start() {
        if (!remoteClients && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    host + " is not a loopback address: every program that can connect to it could use the token");
        }
        if (!plainHttp) {
            PlainHttp.refuse(upstream, "the upstream", "the token", "allowPlainHttp()");
        }
        return new BearerProxy(this);
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no such address: " + address, e);
        }
    }

    private static URI checked(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("http")) {
            throw new IllegalArgumentException("the upstream must be an https or http URL");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the upstream must be a URL with a host and without user info");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the upstream must be a URL without query and fragment");
        }
        return uri;
    }

    private static Duration positive(String what, Duration timeout) {
        if (timeout.toMillis() <= 0) {
            throw new IllegalArgumentException("the " + what + " must be at least a millisecond: " + timeout);
        }
        return timeout;
    }
}
