package dev.reactivetoken.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The requests that are not answered to their end, and who waits for the last of them. */
final class InFlight {

    private final AtomicInteger count = new AtomicInteger();
    private final Sinks.Empty<Void> drained = Sinks.empty();
    private volatile boolean draining;

    int count() {
        return count.get();
    }

    boolean isDraining() {
        return draining;
    }

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() == 0 && draining) {
            drained.tryEmitEmpty();
        }
    }

    /** Completes at the first moment without any. */
    Mono<Void> drain() {
        return Mono.defer(() -> {
            draining = true; // before the look: whoever ends after it sees this
            if (count.get() == 0) {
                drained.tryEmitEmpty();
            }
            return drained.asMono();
        });
    }
}
