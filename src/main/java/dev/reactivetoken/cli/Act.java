package dev.reactivetoken.cli;

/** One act of the demo: something happens to a token source, and a promise is kept or not. */
interface Act {

    String name();

    /** What happens and what is promised, in one sentence. */
    String promise();

    /** Plays on a fresh stage; blocks until it is over. */
    Verdict play(Stage stage, Progress progress) throws InterruptedException;
}
