package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.CallCost;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Jmh;
import dev.reactivetoken.benchmarks.harness.JmhResults;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Samples;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.WarmUp;
import dev.reactivetoken.benchmarks.subject.LambdaEndpoint;
import dev.reactivetoken.benchmarks.subject.RefreshSubjects;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.TokenSubscriber;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Mono;

/**
 * What one refresh costs without network: a caller finds the token expired, and gets the next one from an endpoint that
 * is a lambda. Everything runs on one thread, in virtual time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RefreshBenchmark {

    /** Of processor time: a refresh gets no faster after 2.6 s. */
    private static final Duration WARM_UP = Duration.ofMillis(3_500);

    @Param
    public RefreshSubjects subject;

    private final LambdaEndpoint endpoint = new LambdaEndpoint();
    private final Sink sink = new Sink();
    private Mono<?> token;
    private long calls;

    static void measure(Session session) throws Exception {
        List<RefreshSubjects> subjects = List.of(RefreshSubjects.values());
        JmhResults<RefreshSubjects> results =
                Jmh.<RefreshSubjects>ofCosts(session, RefreshBenchmark.class, 1).run(subjects);
        for (RefreshSubjects each : subjects) {
            Estimate time = results.time(each).estimate();
            Estimate bytes = results.allocation(each).estimate();
            session.add(each.label, each.version(), Map.of(), Metrics.TIME, "ns/op", time);
            session.add(each.label, each.version(), Map.of(), Metrics.ALLOCATION, "B/op", bytes);
            session.log("%-50s %s ns, %s B".formatted(each.label, time, bytes));
        }
        Samples ours = results.time(RefreshSubjects.REACTIVE_TOKEN);
        Estimate times = ours.ratioTo(results.time(RefreshSubjects.BARE));
        Estimate pipeline = results.time(RefreshSubjects.PIPELINE).ratioTo(ours);
        session.add(Subjects.REACTIVE_TOKEN, Map.of(), Metrics.REFRESH_TO_FLOOR, "1", times);
        session.add(Subjects.REACTIVE_TOKEN, Map.of(), Metrics.PIPELINE_TO_REFRESH, "1", pipeline);
    }

    @Setup
    public void build() {
        token = subject.tokenOf(endpoint);
        CallCost cost = new CallCost();
        WarmUp.run(WARM_UP, () -> refresh(cost));
    }

    @Benchmark
    public Object refresh(CallCost cost) {
        cost.count();
        calls++;
        endpoint.loop.advance(LambdaEndpoint.LIFE);
        sink.last = null;
        token.subscribe(sink);
        endpoint.loop.run();
        return sink.last;
    }

    @TearDown(Level.Iteration)
    public void checkRequests() {
        if (endpoint.requests() != calls || sink.last == null) {
            throw new IllegalStateException("%,d calls made %,d requests".formatted(calls, endpoint.requests()));
        }
    }

    private static final class Sink extends TokenSubscriber {

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
