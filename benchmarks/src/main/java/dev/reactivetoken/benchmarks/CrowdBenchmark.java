package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Heap;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.TokenSubscriber;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.Subjects.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Very many callers while there is no token and the endpoint is slow. All of them ask on one thread before it answers;
 * what counts is the time for asking and the time between the first and the last one told, not the endpoint's.
 */
final class CrowdBenchmark {

    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};

    /** Nanoseconds: a crowd that takes longer is not tried again. */
    private static final double LONG = 0.8e9;

    /** Nanoseconds: one that would take longer is not tried at all. */
    private static final double TOO_LONG = 8e9;

    private CrowdBenchmark() {}

    static void measure(Session session) throws InterruptedException {
        try (Endpoint endpoint = Endpoint.quick()) {
            for (Subjects subject : session.chosen(Subjects.with(Trait.CACHE))) {
                if (!subject.blocking) {
                    measure(session, subject, endpoint);
                }
            }
        }
    }

    private static void measure(Session session, Subjects subject, Endpoint endpoint) throws InterruptedException {
        int warmup = session.form.pick(1, 20, 50);
        for (int i = 0; i < warmup; i++) {
            one(subject, endpoint, 1_000);
        }
        double before = Double.MAX_VALUE;
        for (int size : session.form.pick(new int[] {1_000, 10_000}, SIZES, SIZES)) {
            int rounds = session.form.pick(1, Math.max(3, 50_000 / size), Math.max(7, 500_000 / size));
            double[] nanos = new double[rounds];
            double[] bytes = new double[rounds];
            Crowd crowd = null;
            for (int round = 0; round < rounds; round++) {
                crowd = one(subject, endpoint, size);
                nanos[round] = crowd.nanos() / (double) size;
                bytes[round] = crowd.allocated() / (double) size;
                if (crowd.nanos() > LONG) {
                    nanos = Arrays.copyOf(nanos, round + 1);
                    bytes = Arrays.copyOf(bytes, round + 1);
                    break;
                }
            }
            Map<String, Object> params = Map.of("waiters", size);
            session.add(subject, params, "time per waiter", "ns", median(nanos), spread(nanos));
            session.add(subject, params, "bytes per waiter", "B", median(bytes), spread(bytes));
            session.add(subject, params, "token requests", "1", crowd.requests());
            session.add(subject, params, "failed", "1", crowd.failed());
            session.say("%-45s %,9d waiters %,9.0f ns %,9.0f B each, %,d requests, %,d failed"
                    .formatted(subject.label, size, median(nanos), median(bytes), crowd.requests(), crowd.failed()));
            double each = median(nanos);
            double growth = Math.min(10, Math.max(1, each / before)); // the square at worst; a cold JIT looks like more
            before = each;
            if (each * growth * size * 10 > TOO_LONG || crowd.requests() > 1) {
                session.say(subject.label + ": would take too long with more");
                return;
            }
        }
    }

    private record Crowd(long nanos, long allocated, long requests, long failed) {}

    private static Crowd one(Subjects which, Endpoint endpoint, int size) throws InterruptedException {
        endpoint.forgetRequests();
        endpoint.hold();
        try (Subject subject = which.clientOf(endpoint)) {
            Waiter waiter = new Waiter(size); // one for all: what it costs is not the subject's
            long before = Heap.allocated();
            long begin = System.nanoTime();
            for (int i = 0; i < size; i++) {
                subject.ask(waiter);
            }
            long asked = System.nanoTime() - begin;
            endpoint.release();
            if (!waiter.all.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("%s: %,d of %,d were never told, after %,d requests"
                        .formatted(which.label, waiter.all.getCount(), size, endpoint.count()));
            }
            long allocated = Heap.allocated() - before;
            return new Crowd(asked + waiter.telling(), allocated, endpoint.count(), waiter.failed.get());
        } finally {
            endpoint.release();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Double spread(double[] values) {
        List<Double> list = Arrays.stream(values).boxed().sorted().toList();
        return list.size() < 3 ? null : (list.get(list.size() * 3 / 4) - list.get(list.size() / 4)) / 2;
    }

    private static final class Waiter extends TokenSubscriber {

        final CountDownLatch all;
        final AtomicLong failed = new AtomicLong();
        private final AtomicLong first = new AtomicLong();
        private volatile long last;

        Waiter(int size) {
            all = new CountDownLatch(size);
        }

        long telling() {
            return last - first.get();
        }

        @Override
        public void onNext(Object token) {
            if (first.get() == 0) {
                first.compareAndSet(0, System.nanoTime());
            }
            if (all.getCount() == 1) {
                last = System.nanoTime();
            }
            all.countDown();
        }

        @Override
        public void onError(Throwable thrown) {
            failed.incrementAndGet();
            onNext(thrown);
        }
    }
}
