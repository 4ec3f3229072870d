package dev.reactivetoken.endpoint;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Lets so many requests be in flight at once, as there are connections; others wait in the order of subscription. The
 * pool of connections queues as well, but within the time of an attempt, where waiting would look like a failure of the
 * endpoint.
 */
final class RequestQueue {

    private final int permits;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Queue<Turn<?>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger draining = new AtomicInteger();

    RequestQueue(int permits) {
        this.permits = permits;
    }

    /** The exchange, subscribed to when its turn comes. */
    <T> Mono<T> admit(Mono<T> exchange) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                Turn<T> turn = new Turn<>(RequestQueue.this, exchange, actual);
                actual.onSubscribe(turn);
                waiting.add(turn);
                drain();
            }
        };
    }

    int inFlight() {
        return inFlight.get();
    }

    private void release() {
        inFlight.decrementAndGet();
        drain();
    }

    /** By one thread at a time; a call that comes meanwhile, also from inside, makes that thread go round once more. */
    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            while (inFlight.get() < permits) {
                Turn<?> next = waiting.poll();
                if (next == null) {
                    break;
                }
                next.begin();
            }
            missed = draining.addAndGet(-missed);
        } while (missed != 0);
    }

    private static final class Turn<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

        private static final int WAITING = 0;
        private static final int IN_FLIGHT = 1;
        private static final int ENDED = 2;

        private final RequestQueue queue;
        private final Mono<T> exchange;
        private final CoreSubscriber<? super T> actual;
        private final AtomicInteger state = new AtomicInteger();

        Turn(RequestQueue queue, Mono<T> exchange, CoreSubscriber<? super T> actual) {
            this.queue = queue;
            this.exchange = exchange;
            this.actual = actual;
        }

        /** Unless it was cancelled while it waited. */
        void begin() {
            if (!state.compareAndSet(WAITING, IN_FLIGHT)) {
                return;
            }
            queue.inFlight.incrementAndGet();
            try {
                exchange.subscribe(this);
            } catch (Throwable thrown) { // a fatal one of this exchange must cost the others no permit
                onError(thrown);
            }
        }

        private void end() {
            if (state.getAndSet(ENDED) == IN_FLIGHT) {
                queue.release();
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
            actual.onNext(value);
        }

        @Override
        public void onError(Throwable thrown) {
            end();
            actual.onError(thrown);
        }

        @Override
        public void onComplete() {
            end();
            actual.onComplete();
        }

        @Override
        public void cancel() {
            super.cancel();
            end();
        }
    }
}
