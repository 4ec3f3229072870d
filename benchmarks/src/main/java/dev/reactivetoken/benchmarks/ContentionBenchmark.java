package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Jmh;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.WaitingAsker;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;

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
        Jmh jmh = new Jmh(session);
        for (Subjects subject : session.chosen(Subjects.with(Subjects.Trait.REJECTS))) {
            RunResult run =
                    jmh.run(ContentionBenchmark.class, subject, 0).iterator().next();
            var calls = run.getSecondaryResults().get("call");
            double requests = run.getSecondaryResults().get("requests").getScore();
            double failed = run.getSecondaryResults().get("failed").getScore();
            Map<String, Object> params = Map.of("threads", 2, "rejections", "1/ms");
            session.add(subject, params, "calls", "1/s", calls.getScore(), Jmh.spread(calls));
            session.add(subject, params, "token requests", "1/s", requests);
            session.add(subject, params, "failed", "1/s", failed);
            session.say("%-30s %,14.0f calls/s %,8.0f token requests/s %,6.0f failed/s"
                    .formatted(subject.label, calls.getScore(), requests, failed));
        }
        jmh.writeJson();
    }

    @Setup
    public void holdToken() {
        endpoint = Endpoint.quick();
        client = subject.clientOf(endpoint);
        new WaitingAsker().ask(client);
    }

    @TearDown
    public void close() {
        client.close();
        endpoint.close();
    }

    @Benchmark
    @Group("contention")
    @GroupThreads(2)
    public Object call(Caller caller, Seen seen) {
        Object token = caller.asker.tryToAsk(client);
        if (token == null) {
            seen.failed++;
        }
        return token;
    }

    @Benchmark
    @Group("contention")
    @GroupThreads(1)
    public void reject(Caller caller, Seen seen) {
        LockSupport.parkNanos(1_000_000);
        Object token = caller.asker.tryToAsk(client);
        if (token != null) {
            client.reject(token);
        }
        long requests = endpoint.count();
        seen.requests += requests - caller.requestsBefore;
        caller.requestsBefore = requests;
    }

    @State(Scope.Thread)
    public static class Caller {
        private long requestsBefore;
        private WaitingAsker asker;

        @Setup
        public void onThread() {
            asker = new WaitingAsker();
        }
    }

    @AuxCounters
    @State(Scope.Thread)
    public static class Seen {
        public long requests;
        public long failed;
    }
}
