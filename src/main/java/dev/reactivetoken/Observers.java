package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Several observers as one that never throws: a broken meter must not cost a token. */
final class Observers implements TokenObserver {

    private static final Logger LOG = LoggerFactory.getLogger(TokenObserver.class);

    private final List<TokenObserver> observers;

    Observers(List<TokenObserver> observers) {
        this.observers = List.copyOf(observers);
    }

    @Override
    public void onBuilt(String source, ReactiveTokenSource built) {
        each(observer -> observer.onBuilt(source, built));
    }

    @Override
    public void onClosed(String source, ReactiveTokenSource closed) {
        each(observer -> observer.onClosed(source, closed));
    }

    @Override
    public @Nullable CallObserver calls(String source) {
        List<CallObserver> interested = new ArrayList<>();
        each(observer -> {
            CallObserver calls = observer.calls(source);
            if (calls != null) {
                interested.add(calls);
            }
        });
        return interested.isEmpty() ? null : new CallObservers(interested);
    }

    @Override
    public Mono<TokenResponse> aroundRefresh(String source, Mono<TokenResponse> refresh, ContextView caller) {
        Mono<TokenResponse> around = refresh;
        for (TokenObserver observer : observers) {
            try {
                around = observer.aroundRefresh(source, around, caller);
            } catch (Throwable broken) {
                tellBroken(broken, observer);
            }
        }
        return around;
    }

    @Override
    public void onRefreshed(String source, AccessToken token, Duration took) {
        each(observer -> observer.onRefreshed(source, token, took));
    }

    @Override
    public void onRefreshFailed(String source, TokenException failure, @Nullable AccessToken stillHeld) {
        each(observer -> observer.onRefreshFailed(source, failure, stillHeld));
    }

    @Override
    public void onRefreshEnded(String source, RefreshCause cause, Duration took, @Nullable TokenException failure) {
        each(observer -> observer.onRefreshEnded(source, cause, took, failure));
    }

    @Override
    public void onAttemptFailed(String source, TokenException failure) {
        each(observer -> observer.onAttemptFailed(source, failure));
    }

    @Override
    public void onCredentialChanged(String source) {
        each(observer -> observer.onCredentialChanged(source));
    }

    @Override
    public void onScopeReduced(String source, Set<String> asked, Set<String> granted) {
        each(observer -> observer.onScopeReduced(source, asked, granted));
    }

    @Override
    public void onInvalidated(String source, AccessToken rejected) {
        each(observer -> observer.onInvalidated(source, rejected));
    }

    @Override
    public void onReplayed(String source, int status) {
        each(observer -> observer.onReplayed(source, status));
    }

    private void each(Consumer<TokenObserver> call) {
        for (TokenObserver observer : observers) {
            try {
                call.accept(observer);
            } catch (Throwable broken) {
                tellBroken(broken, observer);
            }
        }
    }

    static void tellBroken(Throwable broken, Object observer) {
        LOG.warn(
                "{} threw; the token source goes on without it",
                observer.getClass().getName(),
                broken);
    }
}
