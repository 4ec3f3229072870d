package dev.reactivetoken.cli;

import dev.reactivetoken.testing.server.Counts;
import java.time.Duration;

/** The provider refuses the secret in use; the new one arrives in the credential file only after a refusal. */
final class SecretReset extends UnderLoad {

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
        return "The provider resets the secret; the file gets the new one only after the old was refused: nobody notices.";
    }

    @Override
    void prepare(ScenarioEnvironment stage) {
        stage.server().lifetime(life);
    }

    @Override
    void happen(ScenarioEnvironment stage, CallStatistics tally, Progress progress) throws InterruptedException {
        progress.note("the secret works");
        Wait.sleep(life.dividedBy(2));
        stage.server().lifetime(LIFE_AFTERWARDS);
        String secret = stage.resetSecret();
        progress.note("the old secret works no more");
        Wait.until(life, () -> stage.server().counts().refused() > 0);
        progress.note("the old secret was refused");
        Wait.sleep(UNTIL_WRITTEN);
        stage.writeSecret(secret);
        Wait.until(life, () -> tally.tokens() > 1);
        progress.note("the new secret works");
        Wait.until(LIFE_AFTERWARDS.multipliedBy(2), () -> tally.tokens() > 2);
    }

    @Override
    void look(Expectations promises, ScenarioEnvironment stage, CallStatistics tally) {
        Counts counts = stage.server().counts();
        promises.keep(counts.refused() > 0, "the old secret was never refused")
                .keep(counts.refused() < 2, "the old secret was sent " + counts.refused() + " times in vain")
                .keep(tally.tokens() > 2, "the new secret did not bring two tokens");
    }
}
