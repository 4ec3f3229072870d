package dev.reactivetoken.cli;

import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;
import java.util.Locale;

/** Calls without end, tokens with a short life, an endpoint that takes its time. */
final class SteadyLoad extends UnderLoad {

    /** More than a call may wait, so that whoever waits for the endpoint breaks the promise. */
    private static final Duration ENDPOINT_TAKES = Duration.ofMillis(300);

    /** The share of its life after which a token is renewed at the earliest, by the defaults of RefreshPolicy. */
    private static final double EARLIEST_RENEWAL = 0.8;

    private final Duration life;
    private final int expiries;

    SteadyLoad(Duration life, int expiries) {
        this.life = life;
        this.expiries = expiries;
    }

    @Override
    public String name() {
        return "steady load";
    }

    @Override
    public String promise() {
        return String.format(
                Locale.ROOT,
                "Thousands of calls a second while %d tokens of %d s expire; the endpoint takes %d ms: no call waits"
                        + " for it.",
                expiries,
                life.toSeconds(),
                ENDPOINT_TAKES.toMillis());
    }

    @Override
    void prepare(ScenarioEnvironment stage) {
        stage.server().lifetime(life);
        stage.server().fault(Fault.delay(ENDPOINT_TAKES), Integer.MAX_VALUE);
    }

    @Override
    void happen(ScenarioEnvironment stage, CallStatistics tally, Progress progress) throws InterruptedException {
        for (int i = 0; i < expiries; i++) {
            int expired = i;
            progress.note(expired + " of " + expiries + " tokens expired");
            Wait.until(life.multipliedBy(2), () -> tally.expiries() > expired);
        }
    }

    @Override
    void look(Expectations promises, ScenarioEnvironment stage, CallStatistics tally) {
        long requests = stage.server().counts().tokenRequests();
        long most = (long) (tally.age().toMillis() / (EARLIEST_RENEWAL * life.toMillis())) + 2;
        promises.keep(tally.expiries() >= expiries, "only " + tally.expiries() + " tokens expired")
                .keep(requests <= most, requests + " token requests where " + most + " are enough");
    }
}
