package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** An observer that writes down what it is told, in words. */
final class Events implements TokenObserver {

    final List<String> told = new CopyOnWriteArrayList<>();
    final List<TokenException> failures = new CopyOnWriteArrayList<>();

    @Override
    public void onRefresh(RefreshEvent event) {
        TokenException failure = event.failure();
        if (failure == null) {
            told.add(event.source() + " refreshed " + event.token());
        } else {
            failures.add(failure);
            told.add(event.source() + " failed, " + (event.held() == null ? "nothing held" : "still held"));
        }
    }

    @Override
    public void onAttemptFailed(String source, TokenException failure) {
        told.add(source + " attempt failed: " + failure);
    }

    @Override
    public void onCredentialChanged(String source) {
        told.add(source + " credential changed");
    }

    @Override
    public void onScopeReduced(String source, Set<String> asked, Set<String> granted) {
        told.add(source + " asked " + asked + ", got " + granted);
    }

    @Override
    public void onInvalidated(String source, AccessToken rejected) {
        told.add(source + " invalidated " + rejected);
    }
}
