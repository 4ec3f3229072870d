package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.TokenSources;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Heap;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The heap that a source keeps beyond the text of its token. The sources share their endpoint (no network here) and their
 * credential; each is called twice, so that it keeps what a hit leaves behind. Kinds of sources take turns.
 */
final class SourceHeap {

    /** Length of a token. */
    static final int SHORT = 40;

    private static final int LONG = 1_000;

    /** Bytes of an element of the array that holds the sources here. */
    private static final int REFERENCE = 4;

    /** What a source keeps for as long as it shares a token just fetched is not counted. */
    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);

    private static final AtomicLong NUMBER = new AtomicLong();

    /** Who shares the circuit breaker: no one, all sources by hand, or all sources of a registry. */
    private enum Kind {
        OWN(SHORT),
        SHARED(SHORT),
        SHARED_LONG(LONG),
        REGISTRY(SHORT);

        final int tokenLength;

        Kind(int tokenLength) {
            this.tokenLength = tokenLength;
        }

        Map<String, Object> params(int count) {
            String resilience = (this == SHARED_LONG ? SHARED : this).name().toLowerCase(Locale.ROOT);
            return Map.of("sources", count, "token length", tokenLength, "resilience", resilience);
        }
    }

    private SourceHeap() {}

    static void measure(Session session) throws InterruptedException {
        int count = session.form.pick(2_000, 62_500, 62_500); // a million by 16: tables of powers of two are as full
        int rounds = session.form.pick(1, 7, 11);
        bytesEach(Kind.REGISTRY, count); // classes, threads and pools are not a source's
        Map<Kind, double[]> bytes = new EnumMap<>(Kind.class);
        List<Kind> order = new ArrayList<>(List.of(Kind.values()));
        order.forEach(kind -> bytes.put(kind, new double[rounds]));
        Random random = new Random(1);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Kind kind : order) {
                bytes.get(kind)[round] = bytesEach(kind, count);
            }
        }
        bytes.forEach((kind, each) -> add(session, kind.params(count), Metrics.SOURCE_BYTES, Estimate.of(each)));
        add(session, Map.of(), Metrics.PLACE_BYTES, difference(bytes.get(Kind.REGISTRY), bytes.get(Kind.SHARED)));
        add(session, Map.of(), Metrics.RESILIENCE_BYTES, difference(bytes.get(Kind.OWN), bytes.get(Kind.SHARED)));
    }

    private static void add(Session session, Map<String, Object> params, String metric, Estimate bytes) {
        session.add(Subjects.REACTIVE_TOKEN, params, metric, "B", bytes);
        session.log("%s %s: %s B".formatted(metric, params, bytes));
    }

    private static Estimate difference(double[] more, double[] less) {
        double[] each = new double[more.length];
        for (int round = 0; round < each.length; round++) {
            each[round] = more[round] - less[round];
        }
        return Estimate.of(each);
    }

    private static double bytesEach(Kind kind, int count) throws InterruptedException {
        TokenSourceBuilder own = builder(kind.tokenLength);
        TokenSourceBuilder shared = own.resilience(Resilience.defaults("shared"));
        long before = Heap.used();
        try (TokenSources<Integer> registry =
                TokenSources.<Integer>of(key -> own).withMaximumSize(2L * count)) {
            ReactiveTokenSource[] sources = fill(
                    count,
                    switch (kind) {
                        case OWN -> i -> own.build();
                        case SHARED, SHARED_LONG -> i -> shared.build();
                        case REGISTRY -> registry::get;
                    });
            Thread.sleep(2 * MIN_INTERVAL.toMillis());
            double bytes = (Heap.used() - before) / (double) count - REFERENCE - kind.tokenLength;
            if (kind != Kind.REGISTRY) { // which closes its own
                List.of(sources).forEach(ReactiveTokenSource::close);
            }
            return bytes;
        }
    }

    static ReactiveTokenSource[] fill(int count, IntFunction<ReactiveTokenSource> made) {
        ReactiveTokenSource[] sources = new ReactiveTokenSource[count];
        Flux.range(0, count)
                .flatMap(i -> (sources[i] = made.apply(i)).token(), 64)
                .blockLast();
        Flux.range(0, count).flatMap(i -> sources[i].token(), 64).blockLast();
        return sources;
    }

    static TokenSourceBuilder builder(int tokenLength) {
        String format = "%0" + tokenLength + "d";
        TokenEndpoint endpoint = request -> Mono.fromSupplier(() ->
                TokenResponse.of(AccessToken.bearer(format.formatted(NUMBER.incrementAndGet()), Duration.ofHours(1))));
        return ReactiveTokenSource.builder()
                .name("tenant")
                .endpoint(endpoint)
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(MIN_INTERVAL));
    }
}
