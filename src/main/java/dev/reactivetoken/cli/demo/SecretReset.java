package dev.reactivetoken.cli.demo;

import dev.reactivetoken.testing.server.Counts;
import java.time.Duration;

/** The provider refuses the secret in use; the new one arrives in the credential file only after a refusal. */
final class SecretReset extends LoadScenario {

    private static final Duration UNTIL_WRITTEN = Duration.ofMillis(100);
    private static final Duration LIFE_AFTERWARDS = Duration.ofSeconds(3);

    private final Duration life;

    SecretReset(Duration life) {
        this.life = life;
    }

    @Override
    public String name() {
        return "secret reset";
    }

    @Override
    public String promise() {
        return "The provider resets the secret; the file gets the new one only after the old was refused: no caller notices.";
    }

    @Override
    void prepare(ScenarioEnvironment environment) {
        environment.server().lifetime(life);
    }

    @Override
    void underLoad(ScenarioEnvironment environment, CallStatistics calls, Progress progress)
            throws InterruptedException {
        progress.note("the secret works");
        Wait.sleep(life.dividedBy(2));
        environment.server().lifetime(LIFE_AFTERWARDS);
        String secret = environment.resetSecret();
        progress.note("the secret was reset");
        Wait.until(life, () -> environment.server().counts().refused() > 0);
        progress.note("the old secret was refused");
        Wait.sleep(UNTIL_WRITTEN);
        environment.writeSecret(secret);
        Wait.until(life, () -> calls.tokens() > 1);
        progress.note("the new secret works");
        Wait.until(LIFE_AFTERWARDS.multipliedBy(2), () -> calls.tokens() > 2);
    }

    @Override
    void check(Expectations expectations, ScenarioEnvironment environment, CallStatistics calls) {
        Counts counts = environment.server().counts();
        expectations
                .expect(counts.refused() > 0, "the old secret was never refused")
                .expect(counts.refused() < 2, "the old secret was sent " + counts.refused() + " times in vain")
                .expect(calls.tokens() > 2, "the new secret did not bring two tokens");
    }
}
