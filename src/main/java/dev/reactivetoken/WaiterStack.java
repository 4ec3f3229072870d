package dev.reactivetoken;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All callers who wait for the refresh in flight, as a lock-free stack: n waiters cost n, a cancelled one O(1). */
final class WaiterStack {

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveTokenSource.class);
    private static final int PRUNE_AT_LEAST = 1024;
    private static final VarHandle HEAD;
    private static final VarHandle NEXT;
    private static final AtomicIntegerFieldUpdater<WaiterStack> CANCELLED =
            AtomicIntegerFieldUpdater.newUpdater(WaiterStack.class, "cancelled");

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(WaiterStack.class, "head", Node.class);
            NEXT = MethodHandles.lookup().findVarHandle(Node.class, "next", Node.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A place in the stack; the base class of a waiter, so that a place costs no object. */
    abstract static class Node {

        /** Null before the push, {@link #BOTTOM} under the last and after the drain; published by the head's exchange. */
        private @Nullable Node next;

        /** Whether a signal to it would be lost. */
        abstract boolean isCancelled();
    }

    private static final Node BOTTOM = new Node() {
        @Override
        boolean isCancelled() {
            return false;
        }
    };

    private volatile @Nullable Node head;

    @SuppressWarnings("UnusedVariable") // counted by its updater
    private volatile int cancelled;

    private volatile int pruneAt = PRUNE_AT_LEAST;

    /** False if that node was pushed before. */
    boolean push(Node node) {
        if (!NEXT.compareAndSet(node, null, BOTTOM)) {
            return false;
        }
        Node before;
        do {
            before = head;
            node.next = before == null ? BOTTOM : before;
        } while (!HEAD.compareAndSet(this, before, node));
        return true;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Places taken, some perhaps by waiters that were cancelled. */
    int size() {
        int size = 0;
        for (Node node = head; node != null && node != BOTTOM; node = node.next) {
            size++;
        }
        return size;
    }

    /** A waiter was cancelled. Cancelled ones are removed from time to time; amortised O(1) per cancellation. */
    void cancelled() {
        if (CANCELLED.incrementAndGet(this) >= pruneAt) {
            prune();
        }
    }

    /**
     * Unlinks cancelled waiters. Only the head is ever contended and no node is pushed twice, so any number of threads
     * may prune at once, also while a drain walks: behind every link that is read are all who still wait.
     */
    void prune() {
        cancelled = 0;
        Node last = head;
        if (last == null) {
            return;
        }
        int staying = 1;
        Node node = last.next;
        while (node != null && node != BOTTOM) {
            if (!node.isCancelled()) {
                last.next = node;
                last = node;
                staying++;
            }
            node = node.next;
        }
        last.next = BOTTOM;
        pruneAt = Math.max(PRUNE_AT_LEAST, staying);
    }

    /** Takes all waiters out and tells each; one that throws costs the others nothing. */
    void drain(Consumer<? super Node> signal) {
        Node node = (Node) HEAD.getAndSet(this, null);
        cancelled = 0;
        int broken = 0;
        Throwable first = null;
        while (node != null && node != BOTTOM) {
            Node following = node.next;
            node.next = BOTTOM; // unlink: a waiter that its subscriber retains must not retain the rest of the list
            try {
                signal.accept(node);
            } catch (Throwable thrown) {
                first = broken++ == 0 ? thrown : first;
            }
            node = following;
        }
        if (first != null) { // once for all, and after all were told: a log may throw as well
            LOG.warn("{} subscribers of token() threw; the others were told all the same", broken, first);
        }
    }
}
