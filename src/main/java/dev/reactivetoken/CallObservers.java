package dev.reactivetoken;

import dev.reactivetoken.token.TokenException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Several observers of calls as one that never throws. */
final class CallObservers implements CallObserver {

    private final CallObserver[] observers;

    CallObservers(List<CallObserver> observers) {
        this.observers = observers.toArray(new CallObserver[0]);
    }

    /** On the hot path: no lambda, no iterator. */
    @Override
    public void onHit(boolean renewalFails) {
        for (CallObserver observer : observers) {
            try {
                observer.onHit(renewalFails);
            } catch (Throwable broken) {
                Observers.tellBroken(broken, observer);
            }
        }
    }

    @Override
    public void onServed(Duration waited) {
        each(observer -> observer.onServed(waited));
    }

    @Override
    public void onFailed(Duration waited, TokenException failure) {
        each(observer -> observer.onFailed(waited, failure));
    }

    private void each(Consumer<CallObserver> call) {
        for (CallObserver observer : observers) {
            try {
                call.accept(observer);
            } catch (Throwable broken) {
                Observers.tellBroken(broken, observer);
            }
        }
    }
}
