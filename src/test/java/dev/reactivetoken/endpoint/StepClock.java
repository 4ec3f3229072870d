package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenClock;
import java.util.concurrent.atomic.AtomicLong;

/** Both clocks, standing still until moved. */
final class StepClock implements TokenClock {

    final AtomicLong millis = new AtomicLong();

    @Override
    public long wallTime() {
        return millis.get();
    }

    @Override
    public long monotonicTime() {
        return millis.get() * 1_000_000;
    }
}
