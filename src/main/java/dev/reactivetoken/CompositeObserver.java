package dev.reactivetoken;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** {@link TokenObserver#composite}. */
final class CompositeObserver implements TokenObserver {

    private static final Logger LOG = LoggerFactory.getLogger(TokenObserver.class);

    private final TokenObserver[] observers;

    /** Observers that have been logged as broken: a million sources may share one. Loaded with the first of them. */
    private static final class Logged {

        static final Set<TokenObserver> OBSERVERS = Collections.newSetFromMap(Caffeine.newBuilder()
                .weakKeys()
                .executor(Runnable::run)
                .<TokenObserver, Boolean>build()
                .asMap());
    }

    CompositeObserver(Collection<? extends TokenObserver> observers) {
        this.observers = observers.stream().flatMap(CompositeObserver::parts).toArray(TokenObserver[]::new);
    }

    /** Flat, so that a failure of one is told to all the others. */
    private static Stream<TokenObserver> parts(TokenObserver observer) {
        return observer instanceof CompositeObserver composite
                ? Arrays.stream(composite.observers)
                : Stream.of(Objects.requireNonNull(observer, "observer"));
    }

    @Override
    public void onBuilt(String source, ReactiveTokenSource built) {
        each(source, observer -> observer.onBuilt(source, built));
    }

    @Override
    public void onClosed(String source, ReactiveTokenSource closed) {
        each(source, observer -> observer.onClosed(source, closed));
    }

    @Override
    public @Nullable CallObserver calls(String source) {
        List<CompositeCallObserver.Part> interested = new ArrayList<>();
        each(source, observer -> {
            CallObserver calls = observer.calls(source);
            if (calls != null) {
                interested.add(new CompositeCallObserver.Part(calls, observer));
            }
        });
        return interested.isEmpty() ? null : new CompositeCallObserver(source, this, interested);
    }

    @Override
    public Mono<TokenResponse> aroundRefresh(String source, Mono<TokenResponse> refresh, ContextView caller) {
        Mono<TokenResponse> around = refresh;
        for (TokenObserver observer : observers) {
            ObservedRefresh observed = new ObservedRefresh(around, thrown -> failed(source, observer, thrown));
            try {
                around = observed.by(observer.aroundRefresh(source, observed, caller));
            } catch (Throwable thrown) {
                failed(source, observer, thrown);
            }
        }
        return around;
    }

    @Override
    public void onRefresh(RefreshEvent event) {
        each(event.source(), observer -> observer.onRefresh(event));
    }

    @Override
    public void onAttemptFailed(String source, TokenException failure) {
        each(source, observer -> observer.onAttemptFailed(source, failure));
    }

    @Override
    public void onCredentialChanged(String source) {
        each(source, observer -> observer.onCredentialChanged(source));
    }

    @Override
    public void onScopeReduced(String source, Set<String> asked, Set<String> granted) {
        each(source, observer -> observer.onScopeReduced(source, asked, granted));
    }

    @Override
    public void onInvalidated(String source, AccessToken rejected) {
        each(source, observer -> observer.onInvalidated(source, rejected));
    }

    @Override
    public void onReplayed(String source, int status) {
        each(source, observer -> observer.onReplayed(source, status));
    }

    /** Not told in turn of an observer that throws here: two broken ones would tell each other for ever. */
    @Override
    public void onObserverFailed(String source, TokenObserver broken, Throwable thrown) {
        for (TokenObserver observer : observers) {
            if (observer != broken) {
                try {
                    observer.onObserverFailed(source, broken, thrown);
                } catch (Throwable alsoBroken) {
                    log(source, observer, alsoBroken);
                }
            }
        }
    }

    private void each(String source, Consumer<TokenObserver> call) {
        for (TokenObserver observer : observers) {
            try {
                call.accept(observer);
            } catch (Throwable thrown) {
                failed(source, observer, thrown);
            }
        }
    }

    /** Logs it and tells the others; not even that if the stack or the memory is exhausted. */
    void failed(String source, TokenObserver broken, Throwable thrown) {
        try {
            log(source, broken, thrown);
            onObserverFailed(source, broken, thrown);
        } catch (Throwable exhausted) {
            // the caller goes on
        }
    }

    private static void log(String source, TokenObserver broken, Throwable thrown) {
        String observer = broken.getClass().getName();
        if (Logged.OBSERVERS.add(broken)) {
            LOG.warn(
                    "{} threw an exception, which changes nothing for token source '{}'; logged once",
                    observer,
                    source,
                    thrown);
        } else {
            LOG.debug("{} threw an exception again, at token source '{}'", observer, source, thrown);
        }
    }
}
