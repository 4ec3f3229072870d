package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenClock.Moment;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** For the circuit breaker, which would stay open for an hour if the wall clock were set back by one. */
final class MonotonicClock extends Clock {

    private final TokenClock clock;
    private final Moment start;

    MonotonicClock(TokenClock clock) {
        this.clock = clock;
        this.start = clock.now();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(start.wallTime()).plusNanos(clock.monotonicTime() - start.monotonicTime());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** Only instants are asked for. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
