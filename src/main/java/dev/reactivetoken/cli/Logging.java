package dev.reactivetoken.cli;

/** Has to be said before the first logger is made; with another logger than slf4j-simple it changes nothing. */
final class Logging {

    private static final String SIMPLE = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Silent, since what happens is told by the command itself; or what the library has to say. */
    static void configure(boolean verbose) {
        System.setProperty("slf4j.internal.verbosity", verbose ? "WARN" : "ERROR");
        System.setProperty(SIMPLE + "logFile", "System.err");
        System.setProperty(SIMPLE + "defaultLogLevel", verbose ? "warn" : "off");
        System.setProperty(SIMPLE + "log.dev.reactivetoken", verbose ? "info" : "off");
        System.setProperty(SIMPLE + "showThreadName", "false");
        System.setProperty(SIMPLE + "showShortLogName", "true");
        System.setProperty(SIMPLE + "showDateTime", "true");
        System.setProperty(SIMPLE + "dateTimeFormat", "HH:mm:ss.SSS");
    }
}
