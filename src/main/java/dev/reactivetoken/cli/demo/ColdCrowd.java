package dev.reactivetoken.cli.demo;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;
import java.util.Locale;

/** All callers come at once and there is no token yet. */
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
    public ScenarioResult run(ScenarioEnvironment environment, Progress progress) throws InterruptedException {
        environment.server().fault(Fault.delay(ENDPOINT_TAKES));
        try (ReactiveTokenSource source = environment.source()) {
            CallStatistics calls = new CallStatistics(source);
            progress.watch(() -> String.format(Locale.ROOT, "%,d of %,d callers wait", calls.pending(), callers));
            Load.crowd(callers, calls::call);
            calls.awaitCompletion();
            long requests = environment.server().counts().tokenRequests();
            return new ScenarioResult(
                    name(),
                    calls.callers(),
                    requests,
                    calls.failed() + calls.pending(),
                    calls.longestWait().toMillis(),
                    false,
                    new Expectations()
                            .noCallFailed(calls)
                            .oneRequestAtATime(environment)
                            .expect(requests == 1, requests + " token requests instead of one")
                            .expect(calls.tokens() == 1, calls.tokens() + " different tokens instead of one")
                            .unmet());
        }
    }
}
