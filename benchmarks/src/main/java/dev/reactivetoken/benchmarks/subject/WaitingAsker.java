package dev.reactivetoken.benchmarks.subject;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks, and blocks its thread until it is told. */
public final class WaitingAsker extends TokenSubscriber {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private final Thread thread = Thread.currentThread();
    private volatile Object told;

    /** The token, or null after a failure. */
    public Object tryToAsk(Subject subject) {
        told = null;
        subject.ask(this);
        if (told == null) {
            long end = System.nanoTime() + PATIENCE;
            while (told == null) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("no answer within 30 s");
                }
                LockSupport.parkNanos(this, PATIENCE);
            }
        }
        return told instanceof Throwable ? null : told;
    }

    /** The token. */
    public Object ask(Subject subject) {
        Object token = tryToAsk(subject);
        if (token == null) {
            throw new IllegalStateException("no token", (Throwable) told);
        }
        return token;
    }

    @Override
    public void onNext(Object token) {
        tell(token);
    }

    @Override
    public void onError(Throwable thrown) {
        tell(thrown);
    }

    private void tell(Object outcome) {
        told = outcome;
        if (Thread.currentThread() != thread) {
            LockSupport.unpark(thread);
        }
    }
}
