package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import java.time.Duration;

/** The clocks of this machine, moved ahead by hand: real sockets and timers, tokens that age when told. */
public final class ShiftedClock implements TokenClock {

    private volatile Duration shift = Duration.ZERO;

    public void advance(Duration by) {
        shift = shift.plus(by);
    }

    @Override
    public long wallTime() {
        return TokenClock.system().wallTime() + shift.toMillis();
    }

    @Override
    public long monotonicTime() {
        return TokenClock.system().monotonicTime() + shift.toNanos();
    }
}
