package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import org.reactivestreams.Publisher;

/** A usable token is held. */
public class HitTckTest extends TokenTck {

    @Override
    public Publisher<AccessToken> createPublisher(long elements) {
        return holding(fresh()).token();
    }
}
