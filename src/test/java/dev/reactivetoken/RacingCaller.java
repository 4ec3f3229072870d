package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A caller that counts how often it is told something, and looks at the clock when he gets a token. */
final class RacingCaller implements CoreSubscriber<AccessToken> {

    private final TokenClock clock;
    private final long initialRequest;
    private final AtomicInteger told = new AtomicInteger();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile @Nullable Subscription subscription;
    private volatile @Nullable AccessToken token;
    private volatile @Nullable Throwable error;
    private volatile boolean expired;
    private volatile boolean cancelled;

    RacingCaller(TokenClock clock, long initialRequest) {
        this.clock = clock;
        this.initialRequest = initialRequest;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        if (initialRequest > 0) {
            subscription.request(initialRequest);
        }
    }

    @Override
    public void onNext(AccessToken token) {
        this.token = token;
        expired = token.isExpired(clock);
        tokens.incrementAndGet();
    }

    @Override
    public void onError(Throwable thrown) {
        error = thrown;
        told.incrementAndGet();
    }

    @Override
    public void onComplete() {
        told.incrementAndGet();
    }

    void request() {
        Objects.requireNonNull(subscription).request(1);
    }

    void cancel() {
        cancelled = true;
        Objects.requireNonNull(subscription).cancel();
    }

    /** The value of its token, the message of its error, or null while it waits. */
    @Nullable
    String got() {
        AccessToken gotToken = token;
        Throwable gotError = error;
        return gotToken != null ? gotToken.value() : gotError != null ? gotError.getMessage() : null;
    }

    @Nullable
    AccessToken token() {
        return token;
    }

    boolean isTold() {
        return told.get() > 0;
    }

    /** What is wrong with what it was told, or null. A caller that cancelled may be told or not. */
    @Nullable
    String complaint() {
        int signals = told.get();
        if (signals > 1 || tokens.get() > 1) {
            return "told " + signals + " times, with " + tokens.get() + " tokens";
        }
        if (signals == 0 && !cancelled) {
            return "stranded" + (tokens.get() > 0 ? " between his token and its completion" : "");
        }
        return expired ? "got an expired token" : null;
    }
}
