package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.bearer.BearerHttpClient;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.token.Secret;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Requests per second of Reactor Netty's client, 64 at once, and their share of a fixed header's. */
final class NettyClientBenchmark {

    static final String OURS = "reactive-token, BearerHttpClient";

    private static final String FIXED = "Reactor Netty, fixed header (floor)";
    private static final String AGAIN = "reactive-token, BearerHttpClient.request";

    private NettyClientBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(endpoint.uri("/token"))
                        .credential(CredentialSource.fixed("client", Secret.of("secret")))
                        .build()) {
            AsciiString token = AsciiString.of(source.token().block().authorization());
            URI resource = endpoint.uri("/resource");
            BearerHttpClient bearer =
                    BearerHttpClient.of(source).allow(endpoint.uri("").toString());
            HttpClient plain = HttpClient.create(BareFetch.POOL);

            Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
            works.put(
                    FIXED, get(plain.headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, token)), resource));
            works.put(OURS, get(bearer.decorate(plain), resource));
            works.put(
                    AGAIN,
                    lane -> bearer.request(plain, HttpMethod.GET, resource)
                            .responseSingle((response, body) -> body.then(Mono.just(response.status()))));
            FilterBenchmark.compare(
                    new Shares(session, FIXED, Metrics.SHARE_OF_NETTY, "requests", FilterBenchmark::nettyOrOurs),
                    works,
                    () -> BareFetch.closeConnections(resource));
        }
    }

    private static IntFunction<Mono<?>> get(HttpClient client, URI resource) {
        Mono<?> get =
                client.get().uri(resource).responseSingle((response, body) -> body.then(Mono.just(response.status())));
        return lane -> get;
    }
}
