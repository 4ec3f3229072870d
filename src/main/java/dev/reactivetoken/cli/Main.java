package dev.reactivetoken.cli;

/** The command {@code rtoken}. */
public final class Main {

    private Main() {}

    /** Exits only with a status other than 0, so that it can run within another program's JVM. */
    public static void main(String[] args) {
        int status = Rtoken.commandLine(ProcessEnvironment.ofThisProcess()).execute(args);
        if (status != 0) {
            System.exit(status);
        }
    }
}
