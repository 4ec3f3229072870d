package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** That the watch is kept: without it, no other test would notice a blocking call. */
class BlockHoundTest {

    @Test
    void a_blocking_call_on_a_non_blocking_thread_fails_the_test() {
        CountDownLatch never = new CountDownLatch(1);
        Mono<Void> blocking = Mono.fromCallable(() -> {
                    never.await();
                    return null;
                })
                .then()
                .subscribeOn(Schedulers.parallel());

        assertThatThrownBy(blocking::block).hasRootCauseInstanceOf(BlockingOperationError.class);
    }
}
