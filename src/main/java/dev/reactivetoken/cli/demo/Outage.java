package dev.reactivetoken.cli.demo;

import dev.reactivetoken.testing.server.Counts;
import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;

/** The endpoint is down for most of a token's life, also when the token is to be renewed. */
final class Outage extends LoadScenario {

    private static final int UNAVAILABLE = 503;
    private static final int FAILED_REQUESTS = 2;
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
        return "The endpoint answers 503 for most of a token's life, also when it is to be renewed: no caller notices.";
    }

    @Override
    void prepare(ScenarioEnvironment environment) {
        environment.server().lifetime(life);
    }

    @Override
    void underLoad(ScenarioEnvironment environment, CallStatistics calls, Progress progress)
            throws InterruptedException {
        environment.server().fault(Fault.status(UNAVAILABLE));
        progress.note("the endpoint is down");
        Wait.until(life, () -> environment.server().counts().faulted() >= FAILED_REQUESTS);
        environment.server().clearFaults();
        progress.note("the endpoint is back");
        Wait.until(life, () -> calls.tokens() > 1 && calls.expiredTokens() > 0);
    }

    @Override
    void check(Expectations expectations, ScenarioEnvironment environment, CallStatistics calls) {
        Counts counts = environment.server().counts();
        expectations
                .expect(counts.faulted() >= FAILED_REQUESTS, "no renewal met the outage")
                .expect(
                        counts.tokenRequests() <= REQUESTS_AT_MOST,
                        counts.tokenRequests() + " token requests during one outage")
                .expect(calls.tokens() > 1, "no token came after the outage");
    }
}
