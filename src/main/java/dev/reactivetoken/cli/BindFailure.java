package dev.reactivetoken.cli;

import dev.reactivetoken.token.TokenException.Unavailable;
import reactor.netty.ChannelBindException;

/** A port that cannot be listened on, in the words of the command. */
final class BindFailure {

    private BindFailure() {}

    /** The exception to throw for the failure of a start; {@code option} is the one that chooses another address. */
    static RuntimeException explained(RuntimeException failure, String address, String option) {
        return failure instanceof ChannelBindException
                ? new Unavailable(address + " is in use, or this user may not have it: try another " + option, null)
                : failure;
    }
}
