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
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A steady load over many expiries, with an endpoint that takes its time: which calls wait, how long, at how many
 * requests?
 */
final class RolloverBenchmark {

    private static final Duration LIFE = Duration.ofSeconds(2);
    private static final Duration DELAY = Duration.ofMillis(300);
    private static final int RATE = 2_000;

    /** Longer than a life, so that each turn has a renewal and an expiry. */
    private static final Duration TURN = Duration.ofMillis(2_200);

    /** One load, and when its token requests came. */
    private record Run(Load load, long[] requestTimes) {

        double longestWait() {
            return load.waits().getMaxValue() / 1e6;
        }

        long failed() {
            return load.failed() + load.hung();
        }

        /** By the pace from the second to the last: the first request found nothing connected or compiled. */
        double requestsPerLife() {
            int last = requestTimes.length - 1;
            return last < 2
                    ? Double.NaN
                    : (last - 1) * (double) LIFE.toNanos() / Math.max(1, requestTimes[last] - requestTimes[1]);
        }

        /** For each renewal, how many of its distance would fit into a life. */
        DoubleStream renewalsPerLife() {
            return IntStream.range(1, requestTimes.length)
                    .mapToDouble(i -> (double) LIFE.toNanos() / (requestTimes[i] - requestTimes[i - 1]));
        }
    }

    private final Session session;
    private final Map<String, Object> params;
    private final Duration duration;

    private RolloverBenchmark(Session session) {
        this.session = session;
        this.duration = session.form.pick(Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(20));
        this.params = Map.of("calls/s", RATE, "seconds", duration.toSeconds(), "life", "2 s", "endpoint", "300 ms");
    }

    static void measure(Session session) {
        RolloverBenchmark benchmark = new RolloverBenchmark(session);
        warmUp();
        benchmark.takeTurnsWithFixedToken();
        benchmark.measure(Subjects.JUST);
        for (Subjects subject : session.chosen(Subjects.with(Trait.CACHE))) {
            benchmark.measure(subject);
        }
    }

    /** Of the harness itself. */
    private static void warmUp() {
        Load.run(Subjects.JUST, Subjects.JUST.clientOf(null), 20_000, Duration.ofSeconds(1));
    }

    private void measure(Subjects subject) {
        Run run = run(subject, duration);
        Histogram waits = run.load.waits();
        wait(subject, "wait p50", waits.getValueAtPercentile(50));
        wait(subject, "wait p99", waits.getValueAtPercentile(99));
        wait(subject, "wait p99.9", waits.getValueAtPercentile(99.9));
        wait(subject, Metrics.LONGEST_WAIT, waits.getMaxValue());
        session.count(subject, params, Metrics.STALLED, "calls", run.load.stalled());
        session.count(subject, params, Metrics.FAILED, "calls", run.failed());
        session.count(subject, params, Metrics.TOKEN_REQUESTS, "1", run.requestTimes.length);
        session.add(subject, params, Metrics.REQUESTS_PER_LIFE, "1", Estimate.of(run.requestsPerLife()));
        session.curve(subject.label, run.load.slices(Duration.ofMillis(50)));
        session.log("%-45s p99 %8.3f  p99.9 %8.3f  max %8.3f ms, %,6d stalled, %,5d failed, %,6d requests"
                .formatted(
                        subject.label,
                        waits.getValueAtPercentile(99) / 1e6,
                        waits.getValueAtPercentile(99.9) / 1e6,
                        run.longestWait(),
                        run.load.stalled(),
                        run.failed(),
                        run.requestTimes.length));
    }

    /** One percentile of one long load; how far it would differ the next time is not known. */
    private void wait(Subjects subject, String metric, long nanos) {
        session.add(subject, params, metric, "ms", Estimate.of(nanos / 1e6));
    }

    /** Each turn of reactive-token has a source of its own. */
    private void takeTurnsWithFixedToken() {
        List<Run> fixed = new ArrayList<>();
        List<Run> ours = new ArrayList<>();
        for (int round = 0; round < session.form.pick(1, 8, 16); round++) {
            if (round % 2 == 0) {
                ours.add(run(Subjects.REACTIVE_TOKEN, TURN));
                fixed.add(run(Subjects.JUST, TURN));
            } else {
                fixed.add(run(Subjects.JUST, TURN));
                ours.add(run(Subjects.REACTIVE_TOKEN, TURN));
            }
        }
        compare(ours, fixed);
    }

    private void compare(List<Run> ours, List<Run> fixed) {
        Subjects subject = Subjects.REACTIVE_TOKEN;
        Estimate ratio = Estimate.of(pairs(ours, fixed, (run, floor) -> run.longestWait() / floor.longestWait()));
        Estimate stalled = Estimate.of(pairs(ours, fixed, (run, floor) -> run.load.stalled() - floor.load.stalled()));
        Estimate renewals =
                Estimate.of(ours.stream().flatMapToDouble(Run::renewalsPerLife).toArray());
        Estimate failed = Estimate.of(ours.stream().mapToDouble(Run::failed).toArray());
        session.add(subject, params, Metrics.WAIT_TO_FIXED, "1", ratio);
        session.add(subject, params, Metrics.STALLED_BEYOND_FIXED, "calls", stalled);
        session.add(subject, params, Metrics.FAILED_IN_TURNS, "calls", failed);
        session.add(subject, params, Metrics.RENEWALS_PER_LIFE, "1", renewals);
        session.log("reactive-token in turns: %s %s, %s %s, %s %s"
                .formatted(
                        Metrics.WAIT_TO_FIXED,
                        ratio,
                        Metrics.STALLED_BEYOND_FIXED,
                        stalled,
                        Metrics.RENEWALS_PER_LIFE,
                        renewals));
    }

    private static double[] pairs(List<Run> ours, List<Run> fixed, ToDoubleBiFunction<Run, Run> compare) {
        return IntStream.range(0, ours.size())
                .mapToDouble(round -> compare.applyAsDouble(ours.get(round), fixed.get(round)))
                .toArray();
    }

    private static Run run(Subjects which, Duration duration) {
        try (Endpoint endpoint = new Endpoint(LIFE, DELAY);
                Subject subject = which.clientOf(endpoint)) {
            new BlockingSubscriber().token(subject);
            Load load = Load.run(which, subject, RATE, duration);
            return new Run(load, endpoint.requests());
        }
    }
}
