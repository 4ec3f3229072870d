package dev.reactivetoken.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class VirtualLoopTest {

    private final VirtualLoop loop = new VirtualLoop();
    private final List<String> ran = new ArrayList<>();

    @Test
    void tasks_run_in_order_and_only_when_the_loop_is_run() {
        loop.schedule(() -> {
            ran.add("first");
            loop.schedule(() -> ran.add("third"));
        });
        loop.schedule(() -> ran.add("second"));
        assertThat(ran).isEmpty();
        loop.run();
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void timers_run_when_the_clock_has_passed_them() {
        loop.schedule(() -> ran.add("late"), 2, TimeUnit.SECONDS);
        loop.schedule(() -> ran.add("soon"), 1, TimeUnit.SECONDS);
        loop.advance(Duration.ofMillis(1_999));
        assertThat(ran).containsExactly("soon");
        loop.advance(Duration.ofMillis(1));
        assertThat(ran).containsExactly("soon", "late");
    }

    @Test
    void a_cancelled_task_does_not_run() {
        loop.schedule(() -> ran.add("task")).dispose();
        loop.schedule(() -> ran.add("timer"), 1, TimeUnit.SECONDS).dispose();
        loop.run();
        loop.advance(Duration.ofHours(1));
        assertThat(ran).isEmpty();
    }

    @Test
    void operators_of_reactor_run_on_it() {
        Mono.delay(Duration.ofSeconds(5), loop).publishOn(loop).subscribe(any -> ran.add("at " + loop.monotonicTime()));
        loop.advance(Duration.ofSeconds(5));
        assertThat(ran).containsExactly("at 5000000000");
    }
}
