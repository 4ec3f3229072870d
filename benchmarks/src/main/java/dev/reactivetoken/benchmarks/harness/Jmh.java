package dev.reactivetoken.benchmarks.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs one JMH benchmark for several subjects at once: each has a JVM of its own, and these take turns iteration by
 * iteration ({@link Turn}). JMH's own logs and results are kept beside ours.
 */
public final class Jmh<E extends Enum<E>> {

    private final Session session;
    private final Class<?> benchmark;
    private final int threads;
    private final int forks;
    private final Duration warmup;
    private final int iterations;
    private final Duration iteration;

    private Jmh(
            Session session,
            Class<?> benchmark,
            int threads,
            int forks,
            Duration warmup,
            int iterations,
            Duration iteration) {
        this.session = session;
        this.benchmark = benchmark;
        this.threads = threads;
        this.forks = forks;
        this.warmup = warmup;
        this.iterations = iterations;
        this.iteration = iteration;
    }

    /** Short iterations in several JVMs, for a benchmark that is warm after its setup. */
    public static <E extends Enum<E>> Jmh<E> ofCosts(Session session, Class<?> benchmark, int threads) {
        Form form = session.form;
        return new Jmh<>(
                session,
                benchmark,
                threads,
                form.pick(1, Estimate.MIN_SAMPLES, 11),
                Duration.ofMillis(100),
                form.pick(1, 5, 9),
                Duration.ofMillis(form.pick(50, 60, 100)));
    }

    /** Long iterations in one JVM, on as many threads as the benchmark says. */
    public static <E extends Enum<E>> Jmh<E> ofThroughput(Session session, Class<?> benchmark) {
        Form form = session.form;
        return new Jmh<>(
                session,
                benchmark,
                0,
                1,
                Duration.ofMillis(500),
                form.pick(1, Estimate.MIN_SAMPLES, 15),
                Duration.ofMillis(form.pick(100, 600, 1_000)));
    }

    /** @param subjects values of {@code @Param("subject")} */
    public JmhResults<E> run(List<E> subjects) throws IOException, RunnerException {
        System.setProperty("jmh.ignoreLock", "true"); // the lock keeps two runs from measuring at once: turns do that
        ExecutorService runners = Executors.newFixedThreadPool(subjects.size());
        try (Turns turns = new Turns()) {
            Map<E, Future<RunResult>> runs = new LinkedHashMap<>();
            for (E subject : subjects) {
                runs.put(subject, runners.submit(() -> run(subject, turns)));
            }
            takeTurns(turns, subjects.size());
            return results(runs);
        } finally {
            runners.shutdownNow();
        }
    }

    private void takeTurns(Turns turns, int jvms) throws IOException {
        try {
            for (int fork = 0; fork < forks; fork++) {
                turns.run(jvms, 1 + iterations);
            }
        } catch (IOException aRunFailed) {
            turns.close(); // the results tell why
        }
    }

    private RunResult run(E subject, Turns turns) throws IOException, RunnerException {
        try {
            return new Runner(options(subject, turns.port())).run().iterator().next();
        } catch (RunnerException | RuntimeException failed) {
            turns.close();
            throw failed;
        }
    }

    private Options options(E subject, int port) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .param("subject", subject.name())
                .forks(forks)
                .warmupIterations(1)
                .warmupTime(TimeValue.milliseconds(warmup.toMillis()))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(iteration.toMillis()))
                .jvmArgs("-Xms256m", "-Xmx256m", "-D" + Turn.PORT + "=" + port)
                .shouldFailOnError(true)
                .output(file("jmh-%s-%s-%d.log".formatted(session.question, subject.name(), threads)));
        return (threads > 0 ? options.threads(threads) : options).build();
    }

    private JmhResults<E> results(Map<E, Future<RunResult>> runs) throws RunnerException {
        Map<E, RunResult> results = new LinkedHashMap<>();
        try {
            for (Map.Entry<E, Future<RunResult>> each : runs.entrySet()) {
                results.put(each.getKey(), each.getValue().get());
            }
        } catch (ExecutionException failed) {
            throw new RunnerException(failed.getCause());
        } catch (InterruptedException stopped) {
            throw new RunnerException(stopped);
        }
        String json = file("jmh-%s-%d.json".formatted(session.question, threads));
        ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(results.values());
        return new JmhResults<>(results);
    }

    private String file(String name) {
        return session.report.resolve(name).toString();
    }
}
