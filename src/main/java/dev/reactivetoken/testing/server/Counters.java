package dev.reactivetoken.testing.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Exact counters, for any thread. */
final class Counters {

    final LongAdder tokenRequests = new LongAdder();
    final LongAdder granted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder faulted = new LongAdder();
    final LongAdder resourceRequests = new LongAdder();
    final LongAdder resourceRefused = new LongAdder();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger maxInFlight = new AtomicInteger();

    /** Counts a request in flight; {@link InFlight#end()} is idempotent. */
    InFlight begin() {
        tokenRequests.increment();
        int now = inFlight.incrementAndGet();
        maxInFlight.accumulateAndGet(now, Math::max);
        return new InFlight(inFlight);
    }

    Counts snapshot() {
        return new Counts(
                tokenRequests.sum(),
                granted.sum(),
                refused.sum(),
                faulted.sum(),
                maxInFlight.get(),
                inFlight.get(),
                resourceRequests.sum(),
                resourceRefused.sum());
    }

    /** Requests in flight stay counted as in flight; their number is the new maximum. */
    void reset() {
        tokenRequests.reset();
        granted.reset();
        refused.reset();
        faulted.reset();
        resourceRequests.reset();
        resourceRefused.reset();
        maxInFlight.set(inFlight.get());
    }

    static final class InFlight {

        private final AtomicInteger inFlight;
        private final AtomicBoolean ended = new AtomicBoolean();

        private InFlight(AtomicInteger inFlight) {
            this.inFlight = inFlight;
        }

        void end() {
            if (ended.compareAndSet(false, true)) {
                inFlight.decrementAndGet();
            }
        }
    }
}
