package dev.reactivetoken;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * {@code Mono.timeout} at the price of one task on the scheduler and one object: two of these are around each refresh,
 * and the operator of Reactor was what cost most there. A scheduler that takes no tasks any more costs the limit, not the
 * refresh.
 */
final class TimeLimit<T> extends MonoOperator<T, T> {

    private final Duration limit;
    private final Scheduler timer;
    private final Supplier<? extends Throwable> late;

    /** Cancels {@code limited} when it has not answered within that time of its subscription, and signals the error. */
    TimeLimit(Mono<T> limited, Duration limit, Scheduler timer, Supplier<? extends Throwable> late) {
        super(limited);
        this.limit = limit;
        this.timer = timer;
        this.late = late;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        Limited<T> limited = new Limited<>(actual, late);
        actual.onSubscribe(limited);
        limited.start(timer, limit.toNanos());
        source.subscribe(limited);
    }

    /** Whoever ends it first speaks: answer, error, timer or cancel. */
    private static final class Limited<T> extends Operators.DeferredSubscription
            implements CoreSubscriber<T>, Runnable {

        @SuppressWarnings("rawtypes")
        private static final AtomicIntegerFieldUpdater<Limited> ENDED =
                AtomicIntegerFieldUpdater.newUpdater(Limited.class, "ended");

        private final CoreSubscriber<? super T> actual;
        private final Supplier<? extends Throwable> late;
        private volatile @Nullable Disposable task;
        private volatile int ended;
        private boolean answered;

        Limited(CoreSubscriber<? super T> actual, Supplier<? extends Throwable> late) {
            this.actual = actual;
            this.late = late;
        }

        void start(Scheduler timer, long nanos) {
            try {
                task = timer.schedule(this, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException noTimer) {
                return;
            }
            if (ended != 0) { // looked at after the task was there to be seen by end()
                stopTimer();
            }
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
        }

        @Override
        public void onNext(T value) {
            if (end()) {
                answered = true;
                actual.onNext(value);
            } else {
                Operators.onNextDropped(value, currentContext());
            }
        }

        @Override
        public void onComplete() {
            if (answered || end()) {
                actual.onComplete();
            }
        }

        @Override
        public void onError(Throwable thrown) {
            if (end()) {
                actual.onError(thrown);
            } else {
                Operators.onErrorDropped(thrown, currentContext());
            }
        }

        @Override
        public void run() {
            if (end()) {
                super.cancel();
                actual.onError(late.get());
            }
        }

        @Override
        public void cancel() {
            end();
            super.cancel();
        }

        private boolean end() {
            if (!ENDED.compareAndSet(this, 0, 1)) {
                return false;
            }
            stopTimer();
            return true;
        }

        private void stopTimer() {
            Disposable running = task;
            if (running != null) {
                running.dispose();
            }
        }
    }
}
