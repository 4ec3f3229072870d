package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.BareProxy;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.proxy.BearerProxy;
import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Requests per second through the sidecar, 64 at once, next to a proxy written the same way without a token: on the same
 * transport, and on epoll.
 */
final class SidecarBenchmark {

    static final String OURS = "reactive-token sidecar";

    /** On the transport of Java, as the sidecar is. */
    private static final String BARE = "bare Reactor Netty proxy (floor)";

    private static final String NATIVE = "bare Reactor Netty proxy on epoll";

    private SidecarBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(endpoint.uri("/token"))
                        .credential(CredentialSource.fixed("client", Secret.of("secret")))
                        .build();
                BareProxy bare = new BareProxy(endpoint.uri(""), false);
                BareProxy onEpoll = new BareProxy(endpoint.uri(""), true);
                BearerProxy sidecar =
                        BearerProxy.builder(endpoint.uri(""), source).start()) {
            URI throughBare = URI.create("http://127.0.0.1:" + bare.port() + "/resource");
            URI throughEpoll = URI.create("http://127.0.0.1:" + onEpoll.port() + "/resource");
            URI throughSidecar = URI.create("http://127.0.0.1:" + sidecar.port() + "/resource");
            Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
            works.put(BARE, get(throughBare));
            works.put(OURS, get(throughSidecar));
            works.put(NATIVE, get(throughEpoll));
            Shares shares = new Shares(session, BARE, Metrics.SHARE_OF_PROXY, "requests", FilterBenchmark::nettyOrOurs);
            FilterBenchmark.compare(shares, works, () -> {
                BareFetch.closeConnections(throughBare);
                BareFetch.closeConnections(throughSidecar);
                BareFetch.closeConnections(throughEpoll);
            });
        }
    }

    private static IntFunction<Mono<?>> get(URI uri) {
        Mono<?> get = HttpClient.create(BareFetch.POOL)
                .get()
                .uri(uri)
                .responseSingle((response, body) -> body.then(Mono.fromSupplier(() -> {
                    if (response.status().code() != 200) {
                        throw new IllegalStateException(response.status().toString());
                    }
                    return response.status();
                })));
        return lane -> get;
    }
}
