package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.BareProxy;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Rounds;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Versions;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.proxy.BearerProxy;
import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Requests per second through the sidecar, 64 at once, next to a proxy written the same way without a token. */
final class SidecarBenchmark {

    static final String OURS = "reactive-token sidecar";
    static final String SHARE = "share of a bare proxy";

    private static final String BARE = "bare Reactor Netty proxy (floor)";
    private static final int LANES = 64;

    private SidecarBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(endpoint.uri("/token"))
                        .credential(CredentialSource.fixed("client", Secret.of("secret")))
                        .build();
                BareProxy bare = new BareProxy(endpoint.uri(""));
                BearerProxy sidecar =
                        BearerProxy.builder(endpoint.uri(""), source).start()) {
            URI throughBare = URI.create("http://127.0.0.1:" + bare.port() + "/resource");
            URI throughSidecar = URI.create("http://127.0.0.1:" + sidecar.port() + "/resource");
            Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
            works.put(BARE, get(throughBare));
            works.put(OURS, get(throughSidecar));
            shares(session, works, BARE, SHARE, () -> {
                BareFetch.forgetConnections(throughBare);
                BareFetch.forgetConnections(throughSidecar);
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

    /** Lets the works take turns, and compares each with the floor among them. */
    static void shares(
            Session session, Map<String, IntFunction<Mono<?>>> works, String floor, String metric, Runnable afresh) {
        int rounds = session.form.pick(1, 15, 40);
        Duration each = session.form.pick(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofSeconds(1));
        Map<String, Rounds.Rate> rates = Rounds.perSecond(works, LANES, rounds, each, afresh);
        double best = rates.get(floor).perSecond();
        rates.forEach((subject, rate) -> {
            String version = subject.equals(floor)
                    ? Versions.of("io.projectreactor.netty:reactor-netty-http")
                    : Subjects.REACTIVE_TOKEN.version();
            Map<String, Object> params = Map.of("concurrent", LANES);
            session.add(subject, version, params, "requests", "1/s", rate.perSecond(), rate.error());
            session.add(subject, version, params, metric, "1", rate.perSecond() / best, null);
            session.say("%-48s %,9.0f requests/s  %.3f: %s"
                    .formatted(subject, rate.perSecond(), rate.perSecond() / best, metric));
        });
    }
}
