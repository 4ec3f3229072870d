package dev.reactivetoken;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the rules of Reactive Streams say of a limited answer and of a limited failure. */
public class MonoTimeoutTckTest extends PublisherVerification<String> {

    public MonoTimeoutTckTest() {
        super(new TestEnvironment(5_000, 20));
    }

    private static Publisher<String> limited(Mono<String> source) {
        return new MonoTimeout<>(
                source, () -> Duration.ofHours(1).toNanos(), Schedulers.parallel(), IllegalStateException::new);
    }

    @Override
    public Publisher<String> createPublisher(long elements) {
        return limited(Mono.just("answer"));
    }

    @Override
    public @Nullable Publisher<String> createFailedPublisher() {
        return limited(Mono.error(new IllegalArgumentException()));
    }

    @Override
    public long maxElementsFromPublisher() {
        return 1;
    }
}
