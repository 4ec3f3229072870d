package dev.reactivetoken;

import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The observers of the calls of one source as one that never throws. */
final class CompositeCallObserver implements CallObserver {

    private final String source;
    private final CompositeObserver owner;
    private final Part[] parts;

    /** One of them, and the observer that made it. */
    record Part(CallObserver calls, TokenObserver observer) {}

    CompositeCallObserver(String source, CompositeObserver owner, List<Part> parts) {
        this.source = source;
        this.owner = owner;
        this.parts = parts.toArray(new Part[0]);
    }

    /** On the hot path: no lambda, no iterator. */
    @Override
    public void onHit(boolean renewalFails) {
        for (Part part : parts) {
            try {
                part.calls.onHit(renewalFails);
            } catch (Throwable thrown) {
                owner.failed(source, part.observer, thrown);
            }
        }
    }

    @Override
    public void onServed(Duration waited) {
        each(calls -> calls.onServed(waited));
    }

    @Override
    public void onFailed(Duration waited, TokenException failure) {
        each(calls -> calls.onFailed(waited, failure));
    }

    private void each(Consumer<CallObserver> call) {
        for (Part part : parts) {
            try {
                call.accept(part.calls);
            } catch (Throwable thrown) {
                owner.failed(source, part.observer, thrown);
            }
        }
    }
}
