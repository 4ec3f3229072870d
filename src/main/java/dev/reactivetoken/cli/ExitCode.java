package dev.reactivetoken.cli;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Refused;

/** The exit status of the command. */
final class ExitCode {

    static final int OK = 0;
    static final int DEMO_FAILED = 1;
    static final int REFUSED = 2;
    static final int UNREACHABLE = 3;
    static final int MALFORMED = 4;
    static final int USAGE = 64;
    static final int INTERNAL = 70;

    private ExitCode() {}

    static int of(TokenException failure) {
        if (failure instanceof Refused) {
            return REFUSED;
        }
        return failure instanceof Malformed ? MALFORMED : UNREACHABLE;
    }
}
