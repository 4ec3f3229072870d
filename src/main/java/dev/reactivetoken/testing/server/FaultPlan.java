package dev.reactivetoken.testing.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The planned faults, in the order in which they were added. */
final class FaultPlan {

    private final Deque<Planned> planned = new ArrayDeque<>(); // guarded by this
    private volatile boolean empty = true; // avoids the lock while nothing is planned

    synchronized void add(Fault fault, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be positive: " + times);
        }
        planned.add(new Planned(fault, times));
        empty = false;
    }

    synchronized void clear() {
        planned.clear();
        empty = true;
    }

    @Nullable
    Fault next() {
        return empty ? null : take();
    }

    private synchronized @Nullable Fault take() {
        Planned first = planned.poll();
        if (first == null) {
            return null;
        }
        if (first.times() == Integer.MAX_VALUE) {
            planned.addFirst(first);
        } else if (first.times() > 1) {
            planned.addFirst(new Planned(first.fault(), first.times() - 1));
        }
        empty = planned.isEmpty();
        return first.fault();
    }

    private record Planned(Fault fault, int times) {}
}
