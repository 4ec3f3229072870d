package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Load;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.BlockingSubscriber;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.Subjects.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The endpoint answers 503 for most of a token's life, but the token outlives the outage: no call need fail. Three
 * outages at a time, each with an endpoint of its own: what counts here are calls and requests, not microseconds.
 * reactive-token goes through several, so that one stall of the machine does not decide.
 */
final class OutageBenchmark {

    private static final Duration LIFE = Duration.ofSeconds(3);
    private static final long FROM = 1_000;
    private static final long UNTIL = 2_800;
    private static final int RATE = 500;
    private static final Duration DURATION = Duration.ofSeconds(6);

    /** One outage of one subject. */
    private record Outage(Load load, long requestsDuring) {}

    private OutageBenchmark() {}

    static void measure(Session session) throws Exception {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            Map<Subjects, List<Future<Outage>>> outages = new LinkedHashMap<>();
            for (Subjects each : session.chosen(Subjects.with(Trait.CACHE))) {
                for (int i = 0; i < count(session, each); i++) {
                    Future<Outage> outage = three.submit(() -> outage(each, timer));
                    outages.computeIfAbsent(each, any -> new ArrayList<>()).add(outage);
                }
            }
            for (Map.Entry<Subjects, List<Future<Outage>>> each : outages.entrySet()) {
                List<Outage> ended = new ArrayList<>();
                for (Future<Outage> outage : each.getValue()) {
                    ended.add(outage.get());
                }
                report(session, each.getKey(), ended);
            }
        } finally {
            three.shutdownNow();
            timer.shutdownNow();
        }
    }

    private static int count(Session session, Subjects subject) {
        return subject == Subjects.REACTIVE_TOKEN ? session.form.pick(1, Estimate.MIN_SAMPLES, 12) : 1;
    }

    private static Outage outage(Subjects which, ScheduledExecutorService timer) {
        try (Endpoint endpoint = new Endpoint(LIFE, Duration.ZERO);
                Subject subject = which.clientOf(endpoint)) {
            new BlockingSubscriber().token(subject);
            long began = System.nanoTime();
            timer.schedule(() -> endpoint.failing(true), FROM, TimeUnit.MILLISECONDS);
            timer.schedule(() -> endpoint.failing(false), UNTIL, TimeUnit.MILLISECONDS);
            Load load = Load.run(which, subject, RATE, DURATION);
            long during = Arrays.stream(endpoint.requests())
                    .map(at -> (at - began) / 1_000_000)
                    .filter(at -> at >= FROM && at < UNTIL)
                    .count();
            return new Outage(load, during);
        }
    }

    private static void report(Session session, Subjects which, List<Outage> outages) {
        int calls = outages.get(0).load.calls();
        Map<String, Object> params = Map.of("calls/s", RATE, "calls", calls, "life", "3 s", "503", "1.0-2.8 s");
        Estimate failed = estimate(outages, outage -> outage.load.failed());
        Estimate hung = estimate(outages, outage -> outage.load.hung());
        Estimate stalled = estimate(outages, outage -> outage.load.stalled());
        Estimate during = estimate(outages, Outage::requestsDuring);
        session.add(which, params, Metrics.FAILED, "calls", failed);
        session.add(which, params, Metrics.HUNG, "calls", hung);
        session.add(which, params, Metrics.STALLED, "calls", stalled);
        session.add(which, params, Metrics.REQUESTS_IN_OUTAGE, "1", during);
        session.log("%-45s %s failed, %s hung, %s stalled of %,d; %s requests during the outage"
                .formatted(which.label, failed, hung, stalled, calls, during));
    }

    /** Of a single outage it is what was counted. */
    private static Estimate estimate(List<Outage> outages, ToLongFunction<Outage> count) {
        double[] counts = outages.stream()
                .mapToDouble(outage -> count.applyAsLong(outage))
                .toArray();
        return counts.length == 1 ? Estimate.exact(counts[0]) : Estimate.of(counts);
    }
}
