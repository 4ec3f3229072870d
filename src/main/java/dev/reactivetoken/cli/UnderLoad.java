package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import java.time.Duration;
import java.util.Locale;

/**
 * An act during which callers never stop to call, none of whom may notice what happens. A subclass says what happens
 * and which promises there are besides.
 */
abstract class UnderLoad implements Act {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    /** Before the first token: how the endpoint behaves. */
    abstract void prepare(Stage stage);

    /** What happens while callers call. */
    abstract void happen(Stage stage, Tally tally, Progress progress) throws InterruptedException;

    abstract void look(Promises promises, Stage stage, Tally tally);

    @Override
    public final Verdict play(Stage stage, Progress progress) throws InterruptedException {
        prepare(stage);
        try (ReactiveTokenSource source = stage.source()) {
            source.token().block();
            Tally tally = new Tally(source);
            try (StandstillMeter meter = new StandstillMeter();
                    Samples samples = new Samples(stage.resource(), tally::last)) {
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

    private Verdict verdict(Stage stage, Tally tally, Samples samples, Duration stoodStill) {
        Promises promises = new Promises()
                .nobodyFailed(tally)
                .nobodyWaited(tally, LONGEST_WAIT, stoodStill)
                .tokensWereAccepted(samples)
                .oneRequestAtATime(stage);
        look(promises, stage, tally);
        return new Verdict(
                name(),
                tally.callers(),
                stage.server().counts().tokenRequests(),
                tally.failed() + tally.overdue() + tally.unanswered() + samples.refused(),
                tally.longestWait().toMillis(),
                false,
                promises.broken());
    }
}
