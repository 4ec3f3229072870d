package dev.reactivetoken.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenResponse;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** The cost of a hit that is counted. */
class HitCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int HITS = 200_000;

    private static final CoreSubscriber<AccessToken> CALLER = new CoreSubscriber<>() {
        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(AccessToken token) {}

        @Override
        public void onError(Throwable thrown) {
            throw new AssertionError(thrown);
        }

        @Override
        public void onComplete() {}
    };

    @Test
    void a_counted_hit_allocates_its_subscription_and_nothing_else() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (ReactiveTokenSource counted = source(ReactiveTokenSource.builder().observer(TokenMeters.of(registry)))) {
            double bytes = bytesPerHit(counted);

            assertThat(registry.get(TokenMeter.HITS.getName()).functionCounter().count())
                    .isGreaterThanOrEqualTo(HITS);
            assertThat(bytes).isLessThan(33); // 32, and a reading of both clocks each millisecond
        }
    }

    private static ReactiveTokenSource source(TokenSourceBuilder builder) {
        ReactiveTokenSource source = builder.endpoint(request -> Mono.fromSupplier(
                        () -> new TokenResponse(AccessToken.bearer("t", Duration.ofHours(1)), null, null)))
                .authentication(ClientAuthentication.none("client"))
                .build();
        source.token().block(Duration.ofSeconds(10));
        return source;
    }

    private static double bytesPerHit(ReactiveTokenSource source) {
        double least = Double.MAX_VALUE;
        long thread = Thread.currentThread().getId();
        for (int round = 0; round < 5; round++) {
            long before = THREADS.getThreadAllocatedBytes(thread);
            for (int i = 0; i < HITS; i++) {
                source.token().subscribe(CALLER);
            }
            least = Math.min(least, (THREADS.getThreadAllocatedBytes(thread) - before) / (double) HITS);
        }
        return least;
    }
}
