package dev.reactivetoken;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * The waiter stack alone under model checking: random scenes of pushes, cancellations, prunes and drains, each in many
 * orders. Whatever the order, a waiter that was pushed and not cancelled is told exactly once.
 *
 * <p>Cannot find what only more than a dozen waiters show, nor what needs a weak memory; the prunes of
 * {@link CachingTokenSourceRaceTest} cover both.
 */
public class WaiterStackLincheckTest {

    private static final int CALLERS = 4;

    private static final class Member extends WaiterStack.Node {

        final AtomicInteger told = new AtomicInteger();
        volatile boolean cancelled;

        @Override
        boolean isCancelled() {
            return cancelled || told.get() > 0;
        }
    }

    private final WaiterStack waiters = new WaiterStack();
    private final List<Member> pushed = new ArrayList<>();

    /** Pushed twice, by two threads. */
    private final Member eager = new Member();

    private volatile boolean eagerPushed;

    public WaiterStackLincheckTest() {
        for (int i = 0; i < CALLERS; i++) {
            Member member = new Member();
            pushed.add(member);
            waiters.push(member);
        }
    }

    @Operation
    public void push() {
        Member member = new Member();
        synchronized (pushed) {
            pushed.add(member);
        }
        waiters.push(member);
    }

    @Operation
    public void pushEagerly() {
        waiters.push(eager);
        eagerPushed = true;
    }

    /** One of those that are there from the beginning, at the end, in the middle, or at the head. */
    @Operation
    public void cancel(@Param(gen = IntGen.class, conf = "0:3") int which) {
        pushed.get(which).cancelled = true;
    }

    @Operation
    public void prune() {
        waiters.prune();
    }

    @Operation
    public void drain() {
        waiters.drain(node -> ((Member) node).told.incrementAndGet());
    }

    @Validate
    public void each_pushed_waiter_is_told_once() {
        drain();
        if (eagerPushed) {
            pushed.add(eager);
        }
        for (Member member : pushed) {
            int told = member.told.get();
            if (told > 1 || (told == 0 && !member.cancelled)) {
                throw new IllegalStateException("told " + told + " times");
            }
        }
        if (waiters.size() > 0) {
            throw new IllegalStateException("left in the stack: " + waiters.size());
        }
    }

    @Test
    void a_pushed_waiter_is_told_once_whichever_are_cancelled_or_pruned() {
        new ModelCheckingOptions()
                .iterations(30)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .verifier(EpsilonVerifier.class)
                .check(WaiterStackLincheckTest.class);
    }
}
