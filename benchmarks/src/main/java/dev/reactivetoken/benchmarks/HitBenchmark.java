package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Jmh;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.TokenSubscriber;
import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.WaitingAsker;
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
import org.openjdk.jmh.results.RunResult;

/** What a call costs while a token is held. The caller's subscriber is made once and used again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HitBenchmark {

    @Param
    public Subjects subject;

    private Endpoint endpoint;
    private Subject client;

    static void measure(Session session) throws Exception {
        Jmh jmh = new Jmh(session);
        for (Subjects subject : session.chosen(List.of(Subjects.values()))) {
            for (int threads = 1; threads <= session.form.pick(1, 2, 2); threads++) {
                RunResult run =
                        jmh.run(HitBenchmark.class, subject, threads).iterator().next();
                var time = run.getPrimaryResult();
                var bytes = Jmh.bytes(run);
                Map<String, Object> params = Map.of("threads", threads);
                session.add(subject, params, "time", "ns/op", time.getScore(), Jmh.spread(time));
                session.add(subject, params, "allocation", "B/op", bytes.getScore(), Jmh.spread(bytes));
                session.say("%-45s %d threads %8.1f ns/op %8.0f B/op"
                        .formatted(subject.label, threads, time.getScore(), bytes.getScore()));
            }
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
    public Object hit(Sink sink) {
        sink.last = null;
        client.ask(sink);
        return sink.last;
    }

    /** Keeps what it is told. */
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
