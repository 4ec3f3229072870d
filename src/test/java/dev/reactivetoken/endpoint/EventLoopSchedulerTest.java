package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.resources.LoopResources;

/** Where refreshes over HTTP start. */
class EventLoopSchedulerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final NettyTokenEndpoint ENDPOINT =
            NettyTokenEndpoint.of(URI.create("https://auth.example/token"), Dialect.STANDARD);

    private final LoopResources own = LoopResources.create("own", 1, true);
    private final EventLoopGroup first = new DefaultEventLoopGroup(1);
    private final EventLoopGroup second = new DefaultEventLoopGroup(1);

    @AfterEach
    void shutDown() {
        own.disposeLater(Duration.ZERO, LONG).block(LONG);
        first.shutdownGracefully(0, 0, TimeUnit.SECONDS);
        second.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private static Thread threadOf(Scheduler scheduler) {
        Thread thread =
                Mono.fromCallable(Thread::currentThread).subscribeOn(scheduler).block(LONG);
        assertThat(thread).isNotNull();
        return thread;
    }

    @Test
    void what_begins_on_a_loop_stays_on_it_and_waits_until_its_caller_is_done() {
        Scheduler loops = ENDPOINT.scheduler();
        Sinks.One<Thread> then = Sinks.one();
        AtomicReference<Thread> here = new AtomicReference<>();

        loops.schedule(() -> {
            loops.schedule(() -> then.tryEmitValue(Thread.currentThread()));
            here.set(Thread.currentThread()); // not yet, were that run inside of this
        });

        assertThat(then.asMono().block(LONG)).isSameAs(here.get()).isNotNull();
    }

    @Test
    void timers_run_there_too() {
        Sinks.One<Thread> late = Sinks.one();

        ENDPOINT.scheduler().schedule(() -> late.tryEmitValue(Thread.currentThread()), 1, TimeUnit.MILLISECONDS);

        assertThat(late.asMono().map(Thread::getName).block(LONG)).startsWith("reactor-http-");
    }

    @Test
    void a_client_with_loops_of_its_own_is_asked_on_those() {
        Scheduler loops = ENDPOINT.withHttpClient(client -> client.runOn(own)).scheduler();

        assertThat(threadOf(loops).getName()).startsWith("own-");
    }

    @Test
    void loops_that_were_made_anew_are_found() {
        AtomicReference<EventLoopGroup> current = new AtomicReference<>(first);
        EventLoopScheduler loops = new EventLoopScheduler(current::get);
        Thread before = threadOf(loops);
        assertThat(threadOf(loops)).isSameAs(before);

        current.set(second);
        first.shutdownGracefully(0, 0, TimeUnit.SECONDS);

        assertThat(threadOf(loops)).isNotSameAs(before);
    }
}
