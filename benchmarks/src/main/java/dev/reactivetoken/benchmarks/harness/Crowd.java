package dev.reactivetoken.benchmarks.harness;

import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.TokenSubscriber;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Callers of a new client, all on one thread, before its endpoint answers. What counts is the processor time in which
 * they subscribe and in which they are signalled, from the first to the last; where several threads signal them, the
 * time in between.
 */
public final class Crowd extends TokenSubscriber {

    /** What a crowd cost, once. */
    public record Cost(int size, long nanos, long bytes, long requests, long failed) {

        public double nanosEach() {
            return nanos / (double) size;
        }

        public double bytesEach() {
            return bytes / (double) size;
        }
    }

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicInteger waiting;
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<Moment> first = new AtomicReference<>();
    private volatile Moment last;

    private record Moment(Thread thread, long processorTime, long time) {

        static Moment now() {
            return new Moment(Thread.currentThread(), THREADS.getCurrentThreadCpuTime(), System.nanoTime());
        }

        long nanosSince(Moment other) {
            return thread == other.thread ? processorTime - other.processorTime : time - other.time;
        }
    }

    private Crowd(int size) {
        waiting = new AtomicInteger(size);
    }

    public static Cost measure(Subjects which, Endpoint endpoint, int size) throws InterruptedException {
        endpoint.resetRequests();
        endpoint.hold();
        try (Subject subject = which.clientOf(endpoint)) {
            Crowd crowd = new Crowd(size); // one subscriber for all: what it costs is not the subject's
            long allocated = Heap.allocated();
            Moment begin = Moment.now();
            for (int i = 0; i < size; i++) {
                subject.subscribe(crowd);
            }
            long subscribed = Moment.now().nanosSince(begin);
            endpoint.release();
            if (!crowd.done.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("%s: %,d of %,d got no signal, after %,d requests"
                        .formatted(which.label, crowd.waiting.get(), size, endpoint.count()));
            }
            long signalled = crowd.last.nanosSince(crowd.first.get());
            return new Cost(
                    size, subscribed + signalled, Heap.allocated() - allocated, endpoint.count(), crowd.failed.get());
        } finally {
            endpoint.release();
        }
    }

    @Override
    public void onNext(Object token) {
        if (first.get() == null) {
            first.compareAndSet(null, Moment.now());
        }
        if (waiting.decrementAndGet() == 0) {
            last = Moment.now();
            done.countDown();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        failed.incrementAndGet();
        onNext(thrown);
    }
}
