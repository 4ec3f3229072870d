package dev.reactivetoken.cli;

import dev.reactivetoken.testing.server.Counts;
import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;

/** The endpoint is down for most of a token's life, also when the token is to be renewed. */
final class Outage extends UnderLoad {

    private static final int UNAVAILABLE = 503;
    private static final int TRIES_IN_VAIN = 2;
    private static final int REQUESTS_AT_MOST = 8;

    private final Duration life;

    Outage(Duration life) {
        this.life = life;
    }

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String promise() {
        return "The endpoint answers 503 for most of a token's life, also when it is to be renewed: nobody notices.";
    }

    @Override
    void prepare(ScenarioEnvironment stage) {
        stage.server().lifetime(life);
    }

    @Override
    void happen(ScenarioEnvironment stage, CallStatistics tally, Progress progress) throws InterruptedException {
        stage.server().fault(Fault.status(UNAVAILABLE), Integer.MAX_VALUE);
        progress.note("the endpoint is down");
        Wait.until(life, () -> stage.server().counts().faulted() >= TRIES_IN_VAIN);
        stage.server().clearFaults();
        progress.note("the endpoint is back");
        Wait.until(life, () -> tally.tokens() > 1 && tally.expiries() > 0);
    }

    @Override
    void look(Expectations promises, ScenarioEnvironment stage, CallStatistics tally) {
        Counts counts = stage.server().counts();
        promises.keep(counts.faulted() >= TRIES_IN_VAIN, "no renewal met the outage")
                .keep(
                        counts.tokenRequests() <= REQUESTS_AT_MOST,
                        counts.tokenRequests() + " token requests during one outage")
                .keep(tally.tokens() > 1, "no token came after the outage");
    }
}
