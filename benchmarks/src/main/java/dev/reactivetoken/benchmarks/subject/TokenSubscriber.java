package dev.reactivetoken.benchmarks.subject;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** Somebody who needs a token. May ask again and again, and be told on any thread. */
public abstract class TokenSubscriber implements CoreSubscriber<Object> {

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onComplete() {}

    /** Tells the outcome of a future, or of anything else that knows no subscribers. */
    void tell(Object token, Throwable thrown) {
        if (thrown == null) {
            onNext(token);
        } else {
            onError(thrown);
        }
    }
}
