package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.CallCost;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Jmh;
import dev.reactivetoken.benchmarks.harness.JmhResults;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Samples;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.WarmUp;
import dev.reactivetoken.benchmarks.subject.BlockingSubscriber;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.TokenSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a call costs while a token is held. The caller's subscriber is made once and used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HitBenchmark {

    /** Spring Security and Azure get no faster after about that. */
    private static final Duration WARM_UP = Duration.ofMillis(1_500);

    @Param
    public Subjects subject;

    private Endpoint endpoint;
    private Subject client;

    static void measure(Session session) throws Exception {
        for (int threads = 1; threads <= session.form.pick(1, 1, 2); threads++) {
            measure(session, threads);
        }
    }

    private static void measure(Session session, int threads) throws Exception {
        List<Subjects> subjects = session.chosen(List.of(Subjects.values()));
        JmhResults<Subjects> results =
                Jmh.<Subjects>ofCosts(session, HitBenchmark.class, threads).run(subjects);
        Map<String, Object> params = Map.of("threads", threads);
        for (Subjects subject : subjects) {
            Estimate time = results.time(subject).estimate();
            Estimate bytes = results.allocation(subject).estimate();
            session.add(subject, params, Metrics.TIME, "ns/op", time);
            session.add(subject, params, Metrics.ALLOCATION, "B/op", bytes);
            session.log("%-45s %d threads %s ns/op, %s B/op".formatted(subject.label, threads, time, bytes));
        }
        compare(session, params, results);
    }

    private static void compare(Session session, Map<String, Object> params, JmhResults<Subjects> results) {
        Subjects subject = Subjects.REACTIVE_TOKEN;
        Samples ours = results.time(subject);
        Samples floor = results.time(Subjects.JUST_AND_CLOCK);
        Samples clock = floor.minus(results.time(Subjects.JUST));
        Samples monoCache = results.time(Subjects.MONO_CACHE);
        Samples spring = results.time(Subjects.SPRING);
        session.add(subject, params, Metrics.HIT_TO_FLOOR, "1", ours.ratioTo(floor));
        session.add(subject, params, Metrics.HIT_TO_MONO_CACHE, "1", ours.ratioTo(monoCache));
        session.add(subject, params, Metrics.SPRING_TO_HIT, "1", spring.ratioTo(ours));
        session.add(subject, params, Metrics.CLOCK_TO_HIT, "1", clock.ratioTo(ours));
    }

    @Setup
    public void holdToken() {
        endpoint = Endpoint.quick();
        client = subject.clientOf(endpoint);
        new BlockingSubscriber().token(client);
        Sink sink = new Sink();
        CallCost cost = new CallCost();
        WarmUp.run(WARM_UP, () -> hit(sink, cost));
    }

    @TearDown
    public void close() {
        client.close();
        endpoint.close();
    }

    @Benchmark
    public Object hit(Sink sink, CallCost cost) {
        cost.count();
        sink.last = null;
        client.subscribe(sink);
        return sink.last;
    }

    /** Keeps the last token. */
    @State(Scope.Thread)
    public static class Sink extends TokenSubscriber {

        private Object last;

        @Override
        public void onNext(Object token) {
            last = token;
        }

        @Override
        public void onError(Throwable thrown) {
            throw new IllegalStateException(thrown);
        }
    }
}
