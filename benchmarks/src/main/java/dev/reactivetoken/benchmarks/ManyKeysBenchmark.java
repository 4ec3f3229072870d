package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.TokenSources;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.Heap;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One source for each tenant or user: what does each keep, what does it cost while nobody asks it, and how long does it
 * take to find it? The sources share their endpoint (no network here) and their credential; those of a registry are
 * counted with their place in it and their key. Each was asked twice, so that it keeps what a hit leaves behind.
 */
final class ManyKeysBenchmark {

    private static final AtomicLong NUMBER = new AtomicLong();

    /** Milliseconds until an answer is no longer shared; so long a timer holds its source. */
    private static final long SHARED = 1_500;

    private ManyKeysBenchmark() {}

    static void measure(Session session) throws InterruptedException {
        TokenSourceBuilder own = builder(40);
        TokenSourceBuilder shared = own.resilience(Resilience.defaults("shared"));
        fill(new ReactiveTokenSource[1_000], i -> own.build(), 0); // classes, threads and pools are not a source's
        Thread.sleep(SHARED);
        for (int count : new int[] {1, 1_000, session.form.pick(10_000, 100_000, 1_000_000)}) {
            measure(session, i -> own.build(), count, 40, "own");
        }
        for (int count : new int[] {1, 1_000, session.form.pick(10_000, 1_000_000, 1_000_000)}) {
            measure(session, i -> shared.build(), count, 40, "shared");
        }
        for (int count : new int[] {1, 1_000, session.form.pick(10_000, 1_000_000, 1_000_000)}) {
            try (TokenSources<Integer> registry =
                    TokenSources.<Integer>of(key -> own).withMaximumSize(2L * count)) {
                measure(session, registry::get, count, 40, "registry");
                lookup(session, registry, count);
            }
        }
        TokenSourceBuilder longer = builder(1_000).resilience(Resilience.defaults("shared"));
        measure(session, i -> longer.build(), 1_000, 1_000, "shared");
    }

    /** Nanoseconds to find one source among so many, at random. */
    private static void lookup(Session session, TokenSources<Integer> registry, int count) {
        int[] keys = new SplittableRandom(42).ints(1 << 20, 0, count).toArray();
        double[] rounds = new double[session.form.pick(2, 9, 15)];
        for (int round = -2; round < rounds.length; round++) {
            long begin = System.nanoTime();
            int missing = 0;
            for (int key : keys) {
                if (registry.get(key) == null) {
                    missing++;
                }
            }
            double each = (System.nanoTime() - begin) / (double) keys.length + missing;
            if (round >= 0) {
                rounds[round] = each;
            }
        }
        Arrays.sort(rounds);
        double median = rounds[rounds.length / 2];
        double spread = (rounds[rounds.length - 1] - rounds[0]) / 2;
        Map<String, Object> params = Map.of("sources", count, "token length", 40, "resilience", "registry");
        session.add(Subjects.REACTIVE_TOKEN, params, "lookup", "ns", median, spread);
        session.say("%,9d sources, lookup %.0f ns".formatted(count, median));
    }

    private static void measure(
            Session session, IntFunction<ReactiveTokenSource> made, int count, int length, String resilience)
            throws InterruptedException {
        Map<String, Object> params = Map.of("sources", count, "token length", length, "resilience", resilience);
        long before = Heap.used();
        ReactiveTokenSource[] sources = new ReactiveTokenSource[count];
        long array = Heap.used() - before;
        try {
            int done = fill(sources, made, before);
            if (done < count) {
                session.say("%,d sources, resilience %s: left out, the heap ends at %,d"
                        .formatted(count, resilience, done));
                return;
            }
            Thread.sleep(SHARED);
            double bytes = (Heap.used() - before - array) / (double) count - length;
            double idle = idleCpu(session.form.pick(200, 2_000, 5_000));
            session.add(Subjects.REACTIVE_TOKEN, params, "bytes per source beyond the token", "B", bytes);
            session.add(Subjects.REACTIVE_TOKEN, params, "CPU while idle", "ms/s", idle);
            session.say("%,9d sources, resilience %-6s, tokens of %,d: %,.0f B each, idle %.1f ms CPU per s"
                    .formatted(count, resilience, length, bytes, idle));
        } finally {
            if (!resilience.equals("registry")) {
                for (ReactiveTokenSource source : sources) {
                    if (source != null) {
                        source.close();
                    }
                }
            }
        }
    }

    private static int fill(ReactiveTokenSource[] sources, IntFunction<ReactiveTokenSource> made, long before) {
        int chunk = 10_000;
        for (int from = 0; from < sources.length; from += chunk) {
            int to = Math.min(from + chunk, sources.length);
            Flux.range(from, to - from)
                    .flatMap(i -> (sources[i] = made.apply(i)).token(), 64)
                    .blockLast();
            Flux.range(from, to - from).flatMap(i -> sources[i].token(), 64).blockLast();
            if (from == chunk) {
                double each = (Heap.used() - before) / (double) to;
                if (each * sources.length > Runtime.getRuntime().maxMemory() * 0.7) {
                    return to;
                }
            }
        }
        return sources.length;
    }

    /** Milliseconds of CPU per second, of every thread of Java; what the collector does now is for what was before. */
    private static double idleCpu(int millis) throws InterruptedException {
        long before = cpuOfThreads();
        Thread.sleep(millis);
        return (cpuOfThreads() - before) / 1e3 / millis;
    }

    private static long cpuOfThreads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(time -> time > 0)
                .sum();
    }

    private static TokenSourceBuilder builder(int length) {
        String format = "%0" + length + "d";
        TokenEndpoint endpoint = request -> Mono.fromSupplier(() ->
                TokenResponse.of(AccessToken.bearer(format.formatted(NUMBER.incrementAndGet()), Duration.ofHours(1))));
        return ReactiveTokenSource.builder()
                .name("tenant")
                .endpoint(endpoint)
                .credential(CredentialSource.fixed("client", Secret.of("secret")));
    }
}
