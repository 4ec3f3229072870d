package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Load;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.BlockingSubscriber;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.Subjects.Trait;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The endpoint answers 503 for most of a token's life, but the token outlives the outage: no call need fail. Three
 * subjects at a time, each with an endpoint of its own: what counts here are calls and requests, not microseconds.
 */
final class OutageBenchmark {

    private static final Duration LIFE = Duration.ofSeconds(3);
    private static final long FROM = 1_000;
    private static final long UNTIL = 2_800;
    private static final int RATE = 500;
    private static final Duration DURATION = Duration.ofSeconds(6);

    private OutageBenchmark() {}

    static void measure(Session session) throws Exception {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
        ExecutorService three = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> all = session.chosen(Subjects.with(Trait.CACHE)).stream()
                    .<Future<?>>map(each -> three.submit(() -> one(session, each, timer)))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            three.shutdownNow();
            timer.shutdownNow();
        }
    }

    private static void one(Session session, Subjects which, ScheduledExecutorService timer) {
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
            report(session, which, load, during);
        }
    }

    private static synchronized void report(Session session, Subjects which, Load load, long during) {
        Map<String, Object> params = Map.of("calls/s", RATE, "calls", load.calls(), "life", "3 s", "503", "1.0-2.8 s");
        session.count(which, params, Metrics.FAILED, "calls", load.failed());
        session.count(which, params, Metrics.HUNG, "calls", load.hung());
        session.count(which, params, Metrics.STALLED, "calls", load.stalled());
        session.count(which, params, Metrics.REQUESTS_IN_OUTAGE, "1", during);
        session.log("%-45s %,5d failed, %,5d hung, %,5d stalled of %,d; %,5d requests during the outage"
                .formatted(which.label, load.failed(), load.hung(), load.stalled(), load.calls(), during));
    }
}
