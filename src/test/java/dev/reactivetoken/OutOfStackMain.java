package dev.reactivetoken;

import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.token.AccessToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Callers at the end of their stack, each with a frame more left than the one before, of a source whose token is over.
 * Says how many of them were never told.
 */
final class OutOfStackMain {

    private static final int CALLERS = 400;

    private final ManualTime time = new ManualTime();
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Caller> callers = new ArrayList<>();
    private final CachingTokenSource source = new CachingTokenSource(
            "deep",
            request -> Mono.fromSupplier(() ->
                    new AccessToken("t" + sent.incrementAndGet(), "Bearer", Set.of(), time.now(), Duration.ofHours(1))),
            RefreshPolicy.DEFAULT,
            new TokenObserver() {},
            time,
            new Later());

    private OutOfStackMain() {}

    public static void main(String[] args) throws InterruptedException {
        OutOfStackMain main = new OutOfStackMain();
        main.warmUp();
        Thread thread = new Thread(null, main::descend, "deep", 512 * 1024);
        thread.setUncaughtExceptionHandler((deep, overflow) -> {});
        thread.start();
        thread.join();
        Caller next = new Caller();
        main.source.token().subscribe(next);
        main.runTasks();
        long stranded = main.callers.stream().filter(caller -> caller.told == 0).count();
        System.out.println("stranded: " + stranded + ", waiting: "
                + main.source.status().waiting() + ", the next one: " + (next.told > 0 ? "told" : "not told"));
        System.exit(main.callers.size() == CALLERS ? 0 : 1);
    }

    /** A class that is first needed where the stack ends is lost to the JVM. */
    private void warmUp() {
        source.token().subscribe(new Caller());
        runTasks();
        time.advance(Duration.ofHours(2));
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void descend() {
        Caller caller = new Caller();
        try {
            descend();
        } catch (StackOverflowError end) {
            if (callers.size() < CALLERS) {
                try {
                    source.token().subscribe(caller);
                    callers.add(caller);
                } catch (StackOverflowError ofTheCaller) {
                    // it has been thrown at it
                }
            }
            throw end;
        }
    }

    private static final class Caller extends BaseSubscriber<AccessToken> {

        private int told;

        @Override
        protected void hookOnError(Throwable throwable) {
            told++;
        }

        @Override
        protected void hookOnComplete() {
            told++;
        }
    }

    /** Runs its tasks when it is told to, and takes no lock that an overflow could leave locked. */
    private final class Later implements Scheduler {

        @Override
        public Disposable schedule(Runnable task) {
            tasks.add(task);
            return () -> {};
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    }
}
