package dev.reactivetoken.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH one subject at a time, so that progress can be told, and keeps its own JSON beside ours. */
public final class Jmh {

    private final Session session;
    private final List<RunResult> results = new ArrayList<>();

    public Jmh(Session session) {
        this.session = session;
    }

    /** @param subject of {@code @Param("subject")} */
    public Collection<RunResult> run(Class<?> benchmark, Enum<?> subject, int threads) throws RunnerException {
        Form form = session.form;
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + benchmark.getSimpleName() + "\\.")
                .param("subject", subject.name())
                .forks(form.pick(1, 1, 3))
                .warmupIterations(form.pick(1, 2, 3))
                .warmupTime(TimeValue.milliseconds(form.pick(200, 500, 1000)))
                .measurementIterations(form.pick(1, 3, 5))
                .measurementTime(TimeValue.milliseconds(form.pick(200, 1000, 1000)))
                .jvmArgs("-Xms1g", "-Xmx2g")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(log().toString());
        if (threads > 0) {
            options.threads(threads);
        }
        Collection<RunResult> run = new Runner(options.build()).run();
        results.addAll(run);
        return run;
    }

    public Path log() {
        return session.report.resolve("jmh-" + session.question + ".log");
    }

    public void writeJson() {
        String file =
                session.report.resolve("jmh-" + session.question + ".json").toString();
        ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(results);
    }

    /** Bytes allocated per operation. */
    public static Result<?> bytes(RunResult run) {
        return run.getSecondaryResults().entrySet().stream()
                .filter(each -> each.getKey().endsWith("gc.alloc.rate.norm"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** The standard deviation: JMH's own error says little of three iterations. */
    public static double spread(Result<?> result) {
        return result.getStatistics().getStandardDeviation();
    }

    /** This JVM, as the report names it. */
    public static String jvm() {
        var runtime = ManagementFactory.getRuntimeMXBean();
        return runtime.getVmName() + " " + System.getProperty("java.runtime.version");
    }
}
