package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static reactor.test.util.RaceTestUtils.race;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.subscriber.TestSubscriber;

class RequestQueueTest {

    private final RequestQueue queue = new RequestQueue(2);
    private final List<String> begun = new ArrayList<>();
    private final List<Sinks.One<String>> sinks = new ArrayList<>();

    private TestSubscriber<String> ask(String name) {
        Sinks.One<String> sink = Sinks.one();
        sinks.add(sink);
        TestSubscriber<String> caller = TestSubscriber.create();
        queue.admit(Mono.defer(() -> {
                    begun.add(name);
                    return sink.asMono();
                }))
                .subscribe(caller);
        return caller;
    }

    @Test
    void admits_as_many_as_there_are_permits_and_the_others_in_their_order() {
        ask("a");
        ask("b");
        ask("c");
        ask("d");
        assertThat(begun).containsExactly("a", "b");

        sinks.get(1).tryEmitValue("answer");
        assertThat(begun).containsExactly("a", "b", "c");
        sinks.get(0).tryEmitError(new IllegalStateException());
        assertThat(begun).containsExactly("a", "b", "c", "d");
        assertThat(queue.inFlight()).isEqualTo(2);
    }

    @Test
    void passes_on_value_completion_error_and_cancellation() {
        TestSubscriber<String> first = ask("a");
        TestSubscriber<String> second = ask("b");
        sinks.get(0).tryEmitValue("answer");
        sinks.get(1).tryEmitError(new IllegalStateException("no"));

        assertThat(first.getReceivedOnNext()).containsExactly("answer");
        assertThat(first.isTerminatedComplete()).isTrue();
        assertThat(second.expectTerminalError()).hasMessage("no");
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void one_that_is_cancelled_gives_its_permit_to_the_next_and_one_that_waits_takes_none() {
        TestSubscriber<String> first = ask("a");
        ask("b");
        TestSubscriber<String> waiting = ask("c");
        ask("d");
        waiting.cancel();
        first.cancel();
        first.cancel();

        assertThat(begun).containsExactly("a", "b", "d");
        assertThat(queue.inFlight()).isEqualTo(2);
    }

    @Test
    void one_that_throws_instead_of_signalling_costs_no_permit() {
        for (int i = 0; i < 10; i++) {
            TestSubscriber<String> caller = TestSubscriber.create();
            queue.admit(Mono.<String>defer(() -> {
                        throw new NoClassDefFoundError("of another version");
                    }))
                    .subscribe(caller);
            assertThat(caller.isTerminatedError()).isTrue();
        }
        assertThat(queue.inFlight()).isZero();
    }

    @Test
    void a_hundred_thousand_that_wait_for_one_another_do_not_overflow_the_stack() {
        RequestQueue one = new RequestQueue(1);
        Sinks.One<String> gate = Sinks.one();
        AtomicInteger served = new AtomicInteger();
        one.admit(gate.asMono()).subscribe();
        for (int i = 0; i < 100_000; i++) {
            one.admit(Mono.just("answer")).subscribe(answer -> served.incrementAndGet());
        }
        gate.tryEmitValue("open");

        assertThat(served).hasValue(100_000);
    }

    @Test
    void cancel_while_a_permit_becomes_free_and_the_next_is_admitted() {
        for (int round = 0; round < 3_000; round++) {
            RequestQueue one = new RequestQueue(1);
            Sinks.One<String> first = Sinks.one();
            one.admit(first.asMono()).subscribe();
            TestSubscriber<String> leaving = TestSubscriber.create();
            one.admit(Mono.<String>never()).subscribe(leaving);
            TestSubscriber<String> next = TestSubscriber.create();
            one.admit(Mono.just("next")).subscribe(next);

            race(leaving::cancel, () -> first.tryEmitValue("answer"));

            assertThat(next.getReceivedOnNext()).containsExactly("next");
            assertThat(one.inFlight()).isZero();
        }
    }
}
