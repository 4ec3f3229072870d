package dev.reactivetoken.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Counts the requests whose responses are not complete, and signals the end of the last one. */
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

    /** Completes when none is left. */
    Mono<Void> drain() {
        return Mono.defer(() -> {
            draining = true; // before the count is read: a request that ends later sees this
            if (count.get() == 0) {
                drained.tryEmitEmpty();
            }
            return drained.asMono();
        });
    }
}
