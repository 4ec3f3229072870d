package dev.reactivetoken;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.LongSupplier;
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
 * {@code Mono.timeout} at the price of one task and one object: two of these are around each refresh. The limit is asked
 * at each subscription. A scheduler that rejects the task costs the limit, not the refresh.
 */
final class MonoTimeout<T> extends MonoOperator<T, T> {

    private final LongSupplier nanos;
    private final Scheduler timer;
    private final Supplier<? extends Throwable> timeout;

    /** Cancels the source when it has not answered within those nanoseconds of its subscription, and signals the error. */
    MonoTimeout(Mono<T> source, LongSupplier nanos, Scheduler timer, Supplier<? extends Throwable> timeout) {
        super(source);
        this.nanos = nanos;
        this.timer = timer;
        this.timeout = timeout;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> actual) {
        TimeoutSubscriber<T> subscriber = new TimeoutSubscriber<>(actual, timeout);
        actual.onSubscribe(subscriber);
        subscriber.start(timer, nanos.getAsLong());
        source.subscribe(subscriber);
    }

    /** Ended once: by the answer, the error, the timer or the cancellation, whichever comes first. */
    private static final class TimeoutSubscriber<T> extends Operators.DeferredSubscription
            implements CoreSubscriber<T>, Runnable {

        @SuppressWarnings("rawtypes")
        private static final AtomicIntegerFieldUpdater<TimeoutSubscriber> ENDED =
                AtomicIntegerFieldUpdater.newUpdater(TimeoutSubscriber.class, "ended");

        private final CoreSubscriber<? super T> actual;
        private final Supplier<? extends Throwable> timeout;
        private volatile @Nullable Disposable task;
        private volatile int ended;
        private boolean answered;

        TimeoutSubscriber(CoreSubscriber<? super T> actual, Supplier<? extends Throwable> timeout) {
            this.actual = actual;
            this.timeout = timeout;
        }

        void start(Scheduler timer, long nanos) {
            try {
                task = timer.schedule(this, nanos, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException noTimer) {
                return;
            }
            if (ended != 0) { // read after the task was written, which end() reads after it has ended
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
                actual.onError(timeout.get());
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
