package dev.reactivetoken.spring.boot;

import dev.reactivetoken.TokenObserver;
import java.util.List;

/** Tells all of them of requests that were sent again. */
record ReplayObservers(List<TokenObserver> observers) implements TokenObserver {

    @Override
    public void onReplayed(String source, int status) {
        observers.forEach(observer -> observer.onReplayed(source, status));
    }
}
