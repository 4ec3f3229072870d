package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.testng.annotations.Test;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Nothing is held and the refresh fails, on another thread. */
public class FailureTckTest extends TokenTck {

    /** None of the rules about elements applies: there are none. */
    @Override
    public long maxElementsFromPublisher() {
        return 0;
    }

    @Override
    public Publisher<AccessToken> createPublisher(long elements) {
        return source(Mono.error(ControlledRefresh.outage())).token();
    }

    @Override
    @Test
    public void optional_spec105_emptyStreamMustTerminateBySignallingOnComplete() {
        notVerified("without a token it ends with an error");
    }

    /** Asked at once, for the suite expects the failure without a request. All signals are those of the source. */
    @Override
    public Publisher<AccessToken> createFailedPublisher() {
        Mono<AccessToken> token = source(Mono.error(ControlledRefresh.outage())).token();
        return subscriber -> token.subscribe(new CoreSubscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscriber.onSubscribe(subscription);
                subscription.request(1);
            }

            @Override
            public void onNext(AccessToken unexpected) {
                subscriber.onNext(unexpected);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }
}
