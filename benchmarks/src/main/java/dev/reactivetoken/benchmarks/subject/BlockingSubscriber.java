package dev.reactivetoken.benchmarks.subject;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Subscribes, and blocks its thread until it has a token or an error. */
public final class BlockingSubscriber extends TokenSubscriber {

    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(30);

    private final Thread thread = Thread.currentThread();
    private volatile Object outcome;

    /** The token, or null after an error. */
    public Object tryToken(Subject subject) {
        outcome = null;
        subject.subscribe(this);
        if (outcome == null) {
            long end = System.nanoTime() + TIMEOUT;
            while (outcome == null) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("no answer within 30 s");
                }
                LockSupport.parkNanos(this, TIMEOUT);
            }
        }
        return outcome instanceof Throwable ? null : outcome;
    }

    /** @throws IllegalStateException after an error */
    public Object token(Subject subject) {
        Object token = tryToken(subject);
        if (token == null) {
            throw new IllegalStateException("no token", (Throwable) outcome);
        }
        return token;
    }

    @Override
    public void onNext(Object token) {
        signal(token);
    }

    @Override
    public void onError(Throwable thrown) {
        signal(thrown);
    }

    private void signal(Object signal) {
        outcome = signal;
        if (Thread.currentThread() != thread) {
            LockSupport.unpark(thread);
        }
    }
}
