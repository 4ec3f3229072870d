package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * What the rules of Reactive Streams say of {@code token()}. One class for each way that it answers: {@link HitTckTest},
 * {@link WaitTckTest}, {@link FailureTckTest}.
 */
public abstract class TokenTck extends PublisherVerification<AccessToken> {

    private static final long DEADLINE_MILLIS = 5_000;
    private static final long SILENCE_MILLIS = 20;

    TokenTck() {
        super(new TestEnvironment(DEADLINE_MILLIS, SILENCE_MILLIS));
    }

    static CachingTokenSource source(Mono<AccessToken> refresh) {
        return new CachingTokenSource(
                "tck",
                request -> refresh,
                RefreshPolicy.DEFAULT,
                new TokenObserver() {},
                TokenClock.system(),
                Schedulers.parallel());
    }

    static CachingTokenSource holding(AccessToken token) {
        CachingTokenSource source = source(Mono.just(token));
        source.token().block(Duration.ofMillis(DEADLINE_MILLIS));
        return source;
    }

    static AccessToken fresh() {
        return AccessToken.bearer("t", Duration.ofHours(1));
    }

    /** None by default: a source looks for a token, and so fails, only when it is asked for one. */
    @Override
    public @Nullable Publisher<AccessToken> createFailedPublisher() {
        return null;
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1;
    }
}
