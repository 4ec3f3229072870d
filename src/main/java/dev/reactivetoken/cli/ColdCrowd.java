package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.server.Fault;
import java.time.Duration;
import java.util.Locale;

/** Everybody comes at once and there is no token yet. */
final class ColdCrowd implements Act {

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
    public Verdict play(Stage stage, Progress progress) throws InterruptedException {
        stage.server().fault(Fault.delay(ENDPOINT_TAKES), Integer.MAX_VALUE);
        try (ReactiveTokenSource source = stage.source()) {
            Tally tally = new Tally(source);
            progress.watch(() -> String.format(Locale.ROOT, "%,d of %,d callers wait", tally.unanswered(), callers));
            Load.crowd(callers, tally::call);
            tally.awaitAnswers();
            long requests = stage.server().counts().tokenRequests();
            return new Verdict(
                    name(),
                    tally.callers(),
                    requests,
                    tally.failed() + tally.unanswered(),
                    tally.longestWait().toMillis(),
                    false,
                    new Promises()
                            .nobodyFailed(tally)
                            .oneRequestAtATime(stage)
                            .keep(requests == 1, requests + " token requests instead of one")
                            .keep(tally.tokens() == 1, tally.tokens() + " different tokens instead of one")
                            .broken());
        }
    }
}
