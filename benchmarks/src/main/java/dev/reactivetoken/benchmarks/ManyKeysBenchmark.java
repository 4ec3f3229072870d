package dev.reactivetoken.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSources;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Versions;
import dev.reactivetoken.benchmarks.subject.Subjects;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * One source for each tenant or user: how long does it take to find one by its key, and what do they all cost while no
 * caller needs them? What each keeps is measured by {@link SourceHeap}.
 */
final class ManyKeysBenchmark {

    private static final int LOOKUPS = 1 << 18;
    private static final int PARTS = 4;
    private static final int WARMUPS = 2;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ManyKeysBenchmark() {}

    static void measure(Session session) throws InterruptedException {
        SourceHeap.measure(session);
        for (int count : new int[] {1, 1_000, session.form.pick(10_000, 1_000_000, 1_000_000)}) {
            try (TokenSources<Integer> registry = TokenSources.<Integer>of(key -> SourceHeap.builder(SourceHeap.SHORT))
                    .withMaximumSize(2L * count)) {
                ReactiveTokenSource[] sources = SourceHeap.fill(count, registry::get);
                lookups(session, registry, sources);
                idle(session, count);
            }
        }
    }

    /** By keys in random order; other ones in each round, so that the caches of the processor do not know them. */
    private static void lookups(Session session, TokenSources<Integer> registry, ReactiveTokenSource[] sources) {
        Cache<Integer, ReactiveTokenSource> unbounded = filled(Caffeine.newBuilder(), sources);
        Cache<Integer, ReactiveTokenSource> bounded =
                filled(Caffeine.newBuilder().maximumSize(2L * sources.length).executor(Runnable::run), sources);
        int[] keys = new SplittableRandom(42)
                .ints(PARTS * LOOKUPS, 0, sources.length)
                .toArray();
        int rounds = session.form.pick(1, 9, 15);
        double[] ours = new double[rounds];
        double[] withBound = new double[rounds];
        double[] withoutBound = new double[rounds];
        for (int round = -WARMUPS; round < rounds; round++) {
            int from = (round + WARMUPS) % PARTS * LOOKUPS;
            int to = Math.max(round, 0);
            ours[to] = nanosEach(keys, from, registry::get);
            withBound[to] = nanosEach(keys, from, bounded::getIfPresent);
            withoutBound[to] = nanosEach(keys, from, unbounded::getIfPresent);
        }
        Map<String, Object> params = Map.of("sources", sources.length);
        String caffeine = Versions.of("com.github.ben-manes.caffeine:caffeine");
        Subjects subject = Subjects.REACTIVE_TOKEN;
        session.add(subject, params, Metrics.LOOKUP, "ns", Estimate.of(ours));
        session.add("Caffeine with that bound (floor)", caffeine, params, Metrics.LOOKUP, "ns", Estimate.of(withBound));
        session.add(
                "Caffeine without a bound (floor)", caffeine, params, Metrics.LOOKUP, "ns", Estimate.of(withoutBound));
        session.add(subject, params, Metrics.LOOKUP_TO_BOUNDED, "1", Estimate.ofRatios(ours, withBound));
        session.add(subject, params, Metrics.LOOKUP_TO_UNBOUNDED, "1", Estimate.ofRatios(ours, withoutBound));
        session.log("%,9d sources: lookup %s ns; in a Caffeine cache with that bound %s ns, without %s ns"
                .formatted(sources.length, Estimate.of(ours), Estimate.of(withBound), Estimate.of(withoutBound)));
    }

    private static Cache<Integer, ReactiveTokenSource> filled(
            Caffeine<Object, Object> builder, ReactiveTokenSource[] sources) {
        Cache<Integer, ReactiveTokenSource> cache = builder.build();
        for (int key = 0; key < sources.length; key++) {
            cache.put(key, sources[key]);
        }
        return cache;
    }

    /** Of processor time. */
    private static double nanosEach(int[] keys, int from, IntFunction<ReactiveTokenSource> map) {
        long begin = THREADS.getCurrentThreadCpuTime();
        int found = 0;
        for (int i = from; i < from + LOOKUPS; i++) {
            if (map.apply(keys[i]) != null) {
                found++;
            }
        }
        long nanos = THREADS.getCurrentThreadCpuTime() - begin;
        if (found < LOOKUPS) {
            throw new IllegalStateException("%,d of %,d sources found".formatted(found, LOOKUPS));
        }
        return nanos / (double) LOOKUPS;
    }

    private static void idle(Session session, int count) throws InterruptedException {
        double[] slices = new double[session.form.pick(1, 7, 11)];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = idleCpu(300);
        }
        Estimate idle = Estimate.of(slices);
        session.add(Subjects.REACTIVE_TOKEN, Map.of("sources", count), "CPU while idle", "ms/s", idle);
        session.log("%,9d sources idle: %s ms CPU per s".formatted(count, idle));
    }

    /** Milliseconds of CPU per second, of every thread of Java; what the collector does now is for what was before. */
    private static double idleCpu(int millis) throws InterruptedException {
        long before = cpuOfThreads();
        Thread.sleep(millis);
        return (cpuOfThreads() - before) / 1e3 / millis;
    }

    private static long cpuOfThreads() {
        return Arrays.stream(THREADS.getAllThreadIds())
                .map(THREADS::getThreadCpuTime)
                .filter(time -> time > 0)
                .sum();
    }
}
