package dev.reactivetoken.cli;

import dev.reactivetoken.token.TokenException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a failure as one line on standard error and an exit status. Arguments are not repeated: they may be secrets. */
final class ExceptionHandlers {

    private ExceptionHandlers() {}

    static int usage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(line(message(failure)));
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitCode.USAGE;
    }

    static int execution(Exception failure, CommandLine command, ParseResult arguments) {
        PrintWriter err = command.getErr();
        try {
            if (failure instanceof TokenException known) {
                err.println(line(message(known)));
                return ExitCode.of(known);
            }
            err.println(line("failed unexpectedly: " + failure));
            if (arguments.expandedArgs().contains("--verbose")) {
                failure.printStackTrace(err);
            }
            return ExitCode.INTERNAL;
        } finally {
            err.flush();
        }
    }

    /** Without source and next attempt: a command has one source and does not try again. */
    private static String message(TokenException failure) {
        return failure.inRefresh(new TokenException.RefreshAttempts("", failure.attempts(), null))
                .getMessage();
    }

    private static String message(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-")
                    ? "unknown option " + first.replaceFirst("=.*", "")
                    : "unknown command or argument; " + known(failure.getCommandLine());
        }
        return String.valueOf(failure.getMessage()).replaceFirst(" but was .*", "");
    }

    private static String known(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? "there are options alone"
                : "the commands are "
                        + String.join(", ", command.getSubcommands().keySet());
    }

    private static String line(String message) {
        return "rtoken: " + message.replaceAll("\\s*\\R\\s*", " ");
    }
}
