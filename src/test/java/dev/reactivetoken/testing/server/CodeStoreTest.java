package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CodeStoreTest {

    private static final Duration LIFETIME = Duration.ofMinutes(1);
    private static final AuthorizationGrant GRANT =
            new AuthorizationGrant("client", Set.of("accounts_read"), "https://app.example/back", null);

    private final FakeTime time = new FakeTime();
    private final CodeStore codes = new CodeStore(time, LIFETIME);

    @Test
    void a_code_is_found_until_its_lifetime_is_over() {
        String code = codes.issue(GRANT);

        time.pass(LIFETIME.minusNanos(1));
        assertThat(codes.find(code)).isEqualTo(GRANT);

        time.pass(Duration.ofNanos(1));
        assertThat(codes.find(code)).isNull();
        assertThat(codes.spend(code)).isFalse();
        assertThat(codes.size()).isZero();
    }

    @Test
    void looking_at_a_code_does_not_prolong_its_lifetime() {
        String code = codes.issue(GRANT);

        time.pass(LIFETIME.dividedBy(2));
        codes.find(code);
        time.pass(LIFETIME.dividedBy(2));

        assertThat(codes.find(code)).isNull();
    }

    @Test
    void the_number_of_codes_is_bounded() {
        for (int i = 0; i < CodeStore.MOST + 1_000; i++) {
            codes.issue(GRANT);
        }

        assertThat(codes.size()).isEqualTo(CodeStore.MOST);
    }

    @Test
    void of_two_threads_that_spend_a_code_one_succeeds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < 1_000; i++) {
                String code = codes.issue(GRANT);
                CountDownLatch start = new CountDownLatch(1);
                Future<Boolean> other = threads.submit(() -> {
                    start.await();
                    return codes.spend(code);
                });
                start.countDown();
                assertThat(codes.spend(code)).isNotEqualTo(other.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void all_codes_can_be_dropped() {
        String code = codes.issue(GRANT);

        codes.clear();

        assertThat(codes.find(code)).isNull();
    }
}
