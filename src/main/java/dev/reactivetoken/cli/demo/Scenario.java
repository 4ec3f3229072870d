package dev.reactivetoken.cli.demo;

/** Something that happens to a token source, with expectations that are met or not. */
interface Scenario {

    String name();

    /** What happens and what is promised, in one sentence. */
    String promise();

    /** Runs in a fresh environment; blocks until it is over. */
    ScenarioResult run(ScenarioEnvironment environment, Progress progress) throws InterruptedException;
}
