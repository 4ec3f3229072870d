package dev.reactivetoken.cli.demo;

import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;
import java.util.Locale;

/** Calls without end, tokens with a short life, an endpoint that takes its time. */
final class SteadyLoad extends LoadScenario {

    /** Longer than a call may wait, so that a caller who waits for the endpoint is noticed. */
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
    void prepare(ScenarioEnvironment environment) {
        environment.server().lifetime(life);
        environment.server().fault(Fault.delay(ENDPOINT_TAKES));
    }

    @Override
    void underLoad(ScenarioEnvironment environment, CallStatistics calls, Progress progress)
            throws InterruptedException {
        for (int i = 0; i < expiries; i++) {
            int expired = i;
            progress.note(expired + " of " + expiries + " tokens expired");
            Wait.until(life.multipliedBy(2), () -> calls.expiredTokens() > expired);
        }
    }

    @Override
    void check(Expectations expectations, ScenarioEnvironment environment, CallStatistics calls) {
        long requests = environment.server().counts().tokenRequests();
        long most = (long) (calls.age().toMillis() / (EARLIEST_RENEWAL * life.toMillis())) + 2;
        expectations
                .expect(calls.expiredTokens() >= expiries, "only " + calls.expiredTokens() + " tokens expired")
                .expect(requests <= most, requests + " token requests where " + most + " are enough");
    }
}
