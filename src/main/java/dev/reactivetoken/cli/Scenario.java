package dev.reactivetoken.cli;

/** One act of the demo: something happens to a token source, and a promise is kept or not. */
interface Scenario {

    String name();

    /** What happens and what is promised, in one sentence. */
    String promise();

    /** Plays on a fresh stage; blocks until it is over. */
    ScenarioResult play(ScenarioEnvironment stage, Progress progress) throws InterruptedException;
}
