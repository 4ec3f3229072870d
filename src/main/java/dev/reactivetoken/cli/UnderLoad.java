package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import java.time.Duration;
import java.util.Locale;

/**
 * An act during which callers never stop to call, none of whom may notice what happens. A subclass says what happens
 * and which promises there are besides.
 */
abstract class UnderLoad implements Scenario {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    /** Before the first token: how the endpoint behaves. */
    abstract void prepare(ScenarioEnvironment stage);

    /** What happens while callers call. */
    abstract void happen(ScenarioEnvironment stage, CallStatistics tally, Progress progress)
            throws InterruptedException;

    abstract void look(Expectations promises, ScenarioEnvironment stage, CallStatistics tally);

    @Override
    public final ScenarioResult play(ScenarioEnvironment stage, Progress progress) throws InterruptedException {
        prepare(stage);
        try (ReactiveTokenSource source = stage.source()) {
            source.token().block();
            CallStatistics tally = new CallStatistics(source);
            try (PauseMeter meter = new PauseMeter();
                    ResourceProbe samples = new ResourceProbe(stage.resource(), tally::last)) {
                progress.watch(() -> String.format(
                        Locale.ROOT,
                        "%,d calls, %,d failed, longest wait %d ms",
                        tally.callers(),
                        tally.failed(),
                        tally.longestWait().toMillis()));
                try (Load load = Load.start(tally::call)) {
                    happen(stage, tally, progress);
                    load.stop();
                }
                tally.awaitAnswers();
                return verdict(stage, tally, samples, meter.longest());
            }
        }
    }

    private ScenarioResult verdict(
            ScenarioEnvironment stage, CallStatistics tally, ResourceProbe samples, Duration stoodStill) {
        Expectations promises = new Expectations()
                .nobodyFailed(tally)
                .nobodyWaited(tally, LONGEST_WAIT, stoodStill)
                .tokensWereAccepted(samples)
                .oneRequestAtATime(stage);
        look(promises, stage, tally);
        return new ScenarioResult(
                name(),
                tally.callers(),
                stage.server().counts().tokenRequests(),
                tally.failed() + tally.overdue() + tally.unanswered() + samples.refused(),
                tally.longestWait().toMillis(),
                false,
                promises.broken());
    }
}
