package dev.reactivetoken.benchmarks.subject;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A caller that needs a token. It may subscribe again and again, and is signalled on any thread. */
public abstract class TokenSubscriber implements CoreSubscriber<Object> {

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onComplete() {}

    /** Signals the outcome of a future, or of another callback that takes both. */
    void complete(Object token, Throwable thrown) {
        if (thrown == null) {
            onNext(token);
        } else {
            onError(thrown);
        }
    }
}
