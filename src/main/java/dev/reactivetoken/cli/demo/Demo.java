package dev.reactivetoken.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs scenarios one after the other. */
public final class Demo {

    private final List<Scenario> scenarios;

    Demo(List<Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    /** The scenarios that {@code rtoken demo} shows; together they take about 40 seconds. */
    public static Demo standard() {
        return new Demo(List.of(
                new ColdCrowd(100_000),
                new SteadyLoad(Duration.ofSeconds(3), 5),
                new SecretReset(Duration.ofSeconds(8)),
                new Outage(Duration.ofSeconds(10)),
                new CrowdInOutage(100_000)));
    }

    List<Scenario> scenarios() {
        return scenarios;
    }

    /** Blocks until all scenarios have ended; says in {@code out} what is going on. */
    public DemoReport run(PrintWriter out, Display display) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<ScenarioResult> results = new ArrayList<>();
        try (Progress progress = new Progress(out, display)) {
            for (Scenario scenario : scenarios) {
                try (ScenarioEnvironment environment = new ScenarioEnvironment()) {
                    progress.begin(scenario);
                    ScenarioResult result = scenario.run(environment, progress);
                    progress.end(result);
                    results.add(result);
                }
            }
        }
        return new DemoReport(results, Duration.ofNanos(System.nanoTime() - began));
    }
}
