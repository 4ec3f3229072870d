package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;
import java.util.Locale;

/** Everybody comes at once and there is no token yet. */
final class ColdCrowd implements Scenario {

    private static final Duration ENDPOINT_TAKES = Duration.ofMillis(800);

    private final int callers;

    ColdCrowd(int callers) {
        this.callers = callers;
    }

    @Override
    public String name() {
        return "cold crowd";
    }

    @Override
    public String promise() {
        return String.format(
                Locale.ROOT,
                "%,d callers come at once, no token is there, the endpoint takes %d ms: one request serves them all.",
                callers,
                ENDPOINT_TAKES.toMillis());
    }

    @Override
    public ScenarioResult play(ScenarioEnvironment stage, Progress progress) throws InterruptedException {
        stage.server().fault(Fault.delay(ENDPOINT_TAKES), Integer.MAX_VALUE);
        try (ReactiveTokenSource source = stage.source()) {
            CallStatistics tally = new CallStatistics(source);
            progress.watch(() -> String.format(Locale.ROOT, "%,d of %,d callers wait", tally.unanswered(), callers));
            Load.crowd(callers, tally::call);
            tally.awaitAnswers();
            long requests = stage.server().counts().tokenRequests();
            return new ScenarioResult(
                    name(),
                    tally.callers(),
                    requests,
                    tally.failed() + tally.unanswered(),
                    tally.longestWait().toMillis(),
                    false,
                    new Expectations()
                            .nobodyFailed(tally)
                            .oneRequestAtATime(stage)
                            .keep(requests == 1, requests + " token requests instead of one")
                            .keep(tally.tokens() == 1, tally.tokens() + " different tokens instead of one")
                            .broken());
        }
    }
}
