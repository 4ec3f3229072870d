package dev.reactivetoken.cli;

/** Configures slf4j-simple, before the first logger is made; another logger is not touched. */
final class Logging {

    private static final String SIMPLE = "org.slf4j.simpleLogger.";

    private Logging() {}

    /** Silent, since the command itself reports what happens; verbose, warnings of the library are shown. */
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
