package dev.reactivetoken;

import dev.reactivetoken.token.TokenClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** For the circuit breaker, which would stay open for an hour if the wall clock were set back by one. */
final class MonotonicClock extends Clock {

    private final TokenClock clock;
    private final ZoneId zone;

    MonotonicClock(TokenClock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(clock.monotonicTime());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new MonotonicClock(clock, other);
    }
}
