package dev.reactivetoken.cli;

import dev.reactivetoken.token.TokenException.Unavailable;
import reactor.netty.ChannelBindException;

/** Says in the words of the command that an address cannot be listened on. */
final class BindFailure {

    private BindFailure() {}

    /** The failure of a start as it is to be thrown; {@code option} chooses another address. */
    static RuntimeException explained(RuntimeException failure, String address, String option) {
        return failure instanceof ChannelBindException
                ? new Unavailable(address + " is in use, or this user may not have it: try another " + option, null)
                : failure;
    }
}
