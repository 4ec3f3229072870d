package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Everybody who waits for the flight, as a lock-free stack: n waiters cost n, where the operators of Reactor copy an
 * array for each. One subscriber, the rider, waits on the flight for all of them.
 *
 * <p>The invariant: whoever makes the empty stack non-empty sends a rider, and a rider takes the whole stack when it
 * is told. So nobody is in the stack without a rider on the way.
 */
final class Crowd {

    private static final Logger LOG = LoggerFactory.getLogger(ReactiveTokenSource.class);
    private static final int PRUNE_AT_LEAST = 1024;
    private static final VarHandle HEAD;
    private static final VarHandle NEXT;
    private static final AtomicIntegerFieldUpdater<Crowd> LEFT =
            AtomicIntegerFieldUpdater.newUpdater(Crowd.class, "left");

    static {
        try {
            HEAD = MethodHandles.lookup().findVarHandle(Crowd.class, "head", Member.class);
            NEXT = MethodHandles.lookup().findVarHandle(Member.class, "next", Member.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** Somebody who waits: told once, one way or the other. */
    abstract static class Member {

        /** Null before joining, {@link #BOTTOM} under the last and when told; published by the exchange of the head. */
        private @Nullable Member next;

        abstract void succeeded(AccessToken token);

        abstract void failed(TokenException failure);

        /** Whether telling is of no use any more. */
        abstract boolean hasLeft();
    }

    private static final Member BOTTOM = new Member() {
        @Override
        void succeeded(AccessToken token) {}

        @Override
        void failed(TokenException failure) {}

        @Override
        boolean hasLeft() {
            return false;
        }
    };

    private volatile @Nullable Member head;

    @SuppressWarnings("UnusedVariable") // counted by its updater
    private volatile int left;

    private volatile int pruneAt = PRUNE_AT_LEAST;

    /** Joins, once; if true the joiner is the first and must {@link #ride}. */
    boolean join(Member member) {
        if (!NEXT.compareAndSet(member, null, BOTTOM)) {
            return false;
        }
        Member before;
        do {
            before = head;
            member.next = before == null ? BOTTOM : before;
        } while (!HEAD.compareAndSet(this, before, member));
        return before == null;
    }

    /**
     * Waits for that flight on behalf of all who are here when it ends.
     *
     * @param caller the Context of the one for whom it begins, if it has not begun yet
     */
    void ride(Mono<AccessToken> flight, ContextView caller) {
        Rider rider = new Rider(CallerContext.hide(caller));
        try {
            flight.subscribe(rider);
        } catch (Throwable thrown) {
            rider.onError(thrown);
        }
    }

    int size() {
        int size = 0;
        for (Member member = head; member != null && member != BOTTOM; member = member.next) {
            size++;
        }
        return size;
    }

    /** A member has left. From time to time those are swept out, at a cost that each of them has paid for. */
    void leave() {
        if (LEFT.incrementAndGet(this) >= pruneAt) {
            prune();
        }
    }

    /**
     * Skips those who have left. Only the head is ever contended, and nobody comes back, so any number of sweeps may
     * run at once, also while the rider walks: whatever link he reads, all who still wait are behind it.
     */
    void prune() {
        left = 0;
        Member last = head;
        if (last == null) {
            return;
        }
        int staying = 1;
        Member member = last.next;
        while (member != null && member != BOTTOM) {
            if (!member.hasLeft()) {
                last.next = member;
                last = member;
                staying++;
            }
            member = member.next;
        }
        last.next = BOTTOM;
        pruneAt = Math.max(PRUNE_AT_LEAST, staying);
    }

    private void tellAll(Consumer<Member> news) {
        Member member = (Member) HEAD.getAndSet(this, null);
        left = 0;
        while (member != null && member != BOTTOM) {
            Member following = member.next;
            member.next = BOTTOM; // one who is kept by his subscriber must not keep all the others
            tell(member, news);
            member = following;
        }
    }

    private static void tell(Member member, Consumer<Member> news) {
        try {
            news.accept(member);
        } catch (Throwable thrown) {
            LOG.warn("a subscriber of token() threw; the others are told all the same", thrown);
        }
    }

    private final class Rider implements CoreSubscriber<AccessToken> {

        private final Context context;

        Rider(Context context) {
            this.context = context;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(AccessToken token) {
            tellAll(member -> member.succeeded(token));
        }

        @Override
        public void onError(Throwable thrown) {
            TokenException failure = thrown instanceof TokenException known
                    ? known
                    : new TokenException.Unavailable("the refresh failed", thrown);
            tellAll(member -> member.failed(failure));
        }

        @Override
        public void onComplete() {}
    }
}
