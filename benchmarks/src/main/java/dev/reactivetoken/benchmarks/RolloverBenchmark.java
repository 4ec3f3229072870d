package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Load;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.Subjects.Trait;
import dev.reactivetoken.benchmarks.subject.WaitingAsker;
import java.time.Duration;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** A steady load over many expiries, with an endpoint that takes its time: who waits, how long, at how many requests? */
final class RolloverBenchmark {

    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final int RATE = 2_000;

    private RolloverBenchmark() {}

    static void measure(Session session) {
        Duration duration = session.form.pick(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(20));
        warmUp();
        one(session, Subjects.JUST, duration);
        for (Subjects subject : session.chosen(Subjects.with(Trait.CACHE))) {
            one(session, subject, duration);
        }
    }

    /** Of the harness itself. */
    private static void warmUp() {
        Load.run(Subjects.JUST, Subjects.JUST.clientOf(null), 20_000, Duration.ofSeconds(1));
    }

    private static void one(Session session, Subjects which, Duration duration) {
        try (Endpoint endpoint = new Endpoint(LIFE, DELAY);
                Subject subject = which.clientOf(endpoint)) {
            new WaitingAsker().ask(subject);
            Load load = Load.run(which, subject, RATE, duration);
            Histogram waits = load.waits();
            Map<String, Object> params =
                    Map.of("calls/s", RATE, "seconds", duration.toSeconds(), "life", "2 s", "endpoint", "300 ms");
            session.add(which, params, "wait p50", "ms", waits.getValueAtPercentile(50) / 1e6);
            session.add(which, params, "wait p99", "ms", waits.getValueAtPercentile(99) / 1e6);
            session.add(which, params, "wait p99.9", "ms", waits.getValueAtPercentile(99.9) / 1e6);
            session.add(which, params, "wait max", "ms", waits.getMaxValue() / 1e6);
            session.add(which, params, "stalled > 50 ms", "calls", load.stalled());
            session.add(which, params, "failed", "calls", load.failed() + load.hung());
            session.add(which, params, "token requests", "1", endpoint.count());
            session.add(which, params, "requests per life", "1", requestsPerLife(endpoint.requests()));
            session.curve(which.label, load.slices(Duration.ofMillis(50)));
            session.say("%-45s p99 %8.3f  p99.9 %8.3f  max %8.3f ms, %,6d stalled, %,5d failed, %,6d requests"
                    .formatted(
                            which.label,
                            waits.getValueAtPercentile(99) / 1e6,
                            waits.getValueAtPercentile(99.9) / 1e6,
                            waits.getMaxValue() / 1e6,
                            load.stalled(),
                            load.failed() + load.hung(),
                            endpoint.count()));
        }
    }

    /**
     * Their pace from the second to the last: the first came late to the endpoint, when nothing was connected or
     * compiled, and where in a life the load ended does not matter.
     */
    private static double requestsPerLife(long[] at) {
        return at.length < 3
                ? Double.NaN
                : (at.length - 2) * (double) LIFE.toNanos() / Math.max(1, at[at.length - 1] - at[1]);
    }
}
