package dev.reactivetoken.cli.demo;

import dev.reactivetoken.ReactiveTokenSource;
import java.time.Duration;
import java.util.Locale;

/**
 * A scenario in which callers call without a pause and must not notice what happens. A subclass says what happens and
 * what else is expected.
 */
abstract class LoadScenario implements Scenario {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    /** Before the first token: how the endpoint behaves. */
    abstract void prepare(ScenarioEnvironment environment);

    /** What happens while callers call. */
    abstract void underLoad(ScenarioEnvironment environment, CallStatistics calls, Progress progress)
            throws InterruptedException;

    /** Adds what is expected besides. */
    abstract void check(Expectations expectations, ScenarioEnvironment environment, CallStatistics calls);

    @Override
    public final ScenarioResult run(ScenarioEnvironment environment, Progress progress) throws InterruptedException {
        prepare(environment);
        try (ReactiveTokenSource source = environment.source()) {
            source.token().block();
            CallStatistics calls = new CallStatistics(source);
            try (PauseMeter pauses = new PauseMeter();
                    ResourceProbe probe = new ResourceProbe(environment.resource(), calls::lastToken)) {
                progress.watch(() -> String.format(
                        Locale.ROOT,
                        "%,d calls, %,d failed, longest wait %d ms",
                        calls.callers(),
                        calls.failed(),
                        calls.longestWait().toMillis()));
                try (Load load = Load.start(calls::call)) {
                    underLoad(environment, calls, progress);
                    load.stop();
                }
                calls.awaitCompletion();
                return result(environment, calls, probe, pauses.longest());
            }
        }
    }

    private ScenarioResult result(
            ScenarioEnvironment environment, CallStatistics calls, ResourceProbe probe, Duration pause) {
        Expectations expectations = new Expectations()
                .noCallFailed(calls)
                .noCallWaited(calls, LONGEST_WAIT, pause)
                .tokensWereAccepted(probe)
                .oneRequestAtATime(environment);
        check(expectations, environment, calls);
        return new ScenarioResult(
                name(),
                calls.callers(),
                environment.server().counts().tokenRequests(),
                calls.failed() + calls.servedExpired() + calls.pending() + probe.refused(),
                calls.longestWait().toMillis(),
                false,
                expectations.unmet());
    }
}
