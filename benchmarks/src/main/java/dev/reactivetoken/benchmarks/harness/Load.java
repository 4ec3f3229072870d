package dev.reactivetoken.benchmarks.harness;

import dev.reactivetoken.benchmarks.subject.Subject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.TokenSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Calls at a steady pace, which does not depend on when earlier calls are answered (an open workload).
 *
 * <p>A wait counts from the moment the call was due, so that a call which blocks the pacing thread is charged with the
 * waits of all calls that it delays (coordinated omission). Only the oversleep of the pacing thread itself is not charged
 * to the subject. Subjects that block are called on a pool of 64 threads, as a reactive application must.
 */
public final class Load {

    public static final long STALLED = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(5);
    private static final long UNANSWERED = -1;

    private final long interval;
    private final long[] waits;
    private final boolean[] failed;
    private final AtomicInteger open = new AtomicInteger();

    private Load(int perSecond, Duration duration) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.waits = new long[(int) (duration.toNanos() / interval)];
        this.failed = new boolean[waits.length];
    }

    /** Calls for that long, and waits at most {@link #TIMEOUT} more for the answers. */
    public static Load run(Subjects which, Subject subject, int perSecond, Duration duration) {
        Load load = new Load(perSecond, duration);
        ExecutorService threads = which.blocking ? Executors.newFixedThreadPool(64, Load::daemon) : null;
        try {
            load.pace(subject, threads);
            load.awaitAnswers();
        } finally {
            if (threads != null) {
                threads.shutdownNow();
            }
        }
        return load;
    }

    private void pace(Subject subject, ExecutorService threads) {
        open.set(waits.length);
        long begin = System.nanoTime();
        long awake = begin;
        for (int i = 0; i < waits.length; i++) {
            long due = begin + i * interval;
            if (System.nanoTime() < due) {
                do {
                    LockSupport.parkNanos(due - System.nanoTime());
                } while (System.nanoTime() < due);
                awake = System.nanoTime();
            }
            waits[i] = UNANSWERED;
            Caller caller = new Caller(i, Math.max(due, awake));
            if (threads == null) {
                subject.subscribe(caller);
            } else {
                threads.execute(() -> subject.subscribe(caller));
            }
        }
    }

    private void awaitAnswers() {
        long end = System.nanoTime() + TIMEOUT;
        while (open.get() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "caller");
        thread.setDaemon(true);
        return thread;
    }

    public int calls() {
        return waits.length;
    }

    public long failed() {
        int count = 0;
        for (boolean each : failed) {
            count += each ? 1 : 0;
        }
        return count;
    }

    /** Calls that had no answer by then. */
    public long hung() {
        int count = 0;
        for (long wait : waits) {
            count += wait == UNANSWERED ? 1 : 0;
        }
        return count;
    }

    /** Calls that waited longer than 50 ms, or were never answered. */
    public long stalled() {
        int count = 0;
        for (long wait : waits) {
            count += wait > STALLED || wait == UNANSWERED ? 1 : 0;
        }
        return count;
    }

    /** All waits in nanoseconds; those never answered count as {@link #TIMEOUT}. */
    public Histogram waits() {
        return waits(0, waits.length);
    }

    private Histogram waits(int from, int to) {
        Histogram histogram = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
        for (int i = from; i < to; i++) {
            histogram.recordValue(waits[i] == UNANSWERED ? TIMEOUT : Math.max(waits[i], 0));
        }
        return histogram;
    }

    /** Percentiles of the waits (in ms) of the calls of each slice of time. */
    public List<Map<String, Object>> slices(Duration slice) {
        List<Map<String, Object>> slices = new ArrayList<>();
        int size = (int) (slice.toNanos() / interval);
        for (int from = 0; from + size <= waits.length; from += size) {
            Histogram waits = waits(from, from + size);
            Map<String, Object> point = new LinkedHashMap<>();
            point.put("at", from * interval / 1e9);
            point.put("p50", waits.getValueAtPercentile(50) / 1e6);
            point.put("p99", waits.getValueAtPercentile(99) / 1e6);
            point.put("max", waits.getMaxValue() / 1e6);
            slices.add(point);
        }
        return slices;
    }

    private final class Caller extends TokenSubscriber {

        private final int index;
        private final long since;

        Caller(int index, long since) {
            this.index = index;
            this.since = since;
        }

        @Override
        public void onNext(Object token) {
            answered(false);
        }

        @Override
        public void onError(Throwable thrown) {
            answered(true);
        }

        private void answered(boolean failure) {
            waits[index] = System.nanoTime() - since;
            failed[index] = failure;
            open.decrementAndGet();
        }
    }
}
