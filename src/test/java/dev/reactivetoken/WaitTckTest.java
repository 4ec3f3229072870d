package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Nothing is held; the refresh answers on another thread. */
public class WaitTckTest extends TokenTck {

    @Override
    public Publisher<AccessToken> createPublisher(long elements) {
        return source(Mono.fromSupplier(TokenTck::fresh)).token();
    }
}
