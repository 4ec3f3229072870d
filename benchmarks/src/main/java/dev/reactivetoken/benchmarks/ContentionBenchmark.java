package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Jmh;
import dev.reactivetoken.benchmarks.harness.JmhResults;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Turn;
import dev.reactivetoken.benchmarks.subject.BlockingSubscriber;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Two threads call for a token as fast as they can, each waiting for its answer, while a third rejects the held token
 * every millisecond and so makes it be fetched again.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ContentionBenchmark {

    @Param
    public Subjects subject;

    private Endpoint endpoint;
    private Subject client;

    static void measure(Session session) throws Exception {
        List<Subjects> subjects = session.chosen(Subjects.with(Subjects.Trait.REJECTS));
        JmhResults<Subjects> results =
                Jmh.<Subjects>ofThroughput(session, ContentionBenchmark.class).run(subjects);
        Map<String, Object> params = Map.of("threads", 2, "rejections", "1/ms");
        for (Subjects subject : subjects) {
            Estimate calls = estimate(results, subject, "call");
            Estimate requests = estimate(results, subject, "requests");
            Estimate failed = estimate(results, subject, "failed");
            session.add(subject, params, "calls", "1/s", calls);
            session.add(subject, params, Metrics.TOKEN_REQUESTS, "1/s", requests);
            session.add(subject, params, Metrics.FAILED, "1/s", failed);
            session.log("%-30s %s calls/s, %s token requests/s, %s failed/s"
                    .formatted(subject.label, calls, requests, failed));
        }
    }

    private static Estimate estimate(JmhResults<Subjects> results, Subjects subject, String counter) {
        return results.secondary(subject, counter).byIteration().estimate();
    }

    @Setup
    public void holdToken() {
        endpoint = Endpoint.quick();
        client = subject.clientOf(endpoint);
        new BlockingSubscriber().token(client);
    }

    @TearDown
    public void close() {
        client.close();
        endpoint.close();
    }

    @Benchmark
    @Group("contention")
    @GroupThreads(2)
    public Object call(Caller caller, Counters counters) {
        Object token = caller.subscriber.tryToken(client);
        if (token == null) {
            counters.failed++;
        }
        return token;
    }

    @Benchmark
    @Group("contention")
    @GroupThreads(1)
    public void reject(Caller caller, Counters counters) {
        LockSupport.parkNanos(1_000_000);
        Object token = caller.subscriber.tryToken(client);
        if (token != null) {
            client.reject(token);
        }
        long requests = endpoint.count();
        counters.requests += requests - caller.requestsBefore;
        caller.requestsBefore = requests;
    }

    @State(Scope.Thread)
    public static class Caller {
        private long requestsBefore;
        private BlockingSubscriber subscriber;

        @Setup(Level.Iteration)
        public void awaitTurn() {
            subscriber = new BlockingSubscriber(); // JMH may give an iteration to another thread
            Turn.begin();
        }

        @TearDown(Level.Iteration)
        public void endTurn() {
            Turn.end();
        }
    }

    @AuxCounters
    @State(Scope.Thread)
    public static class Counters {
        public long requests;
        public long failed;
    }
}
