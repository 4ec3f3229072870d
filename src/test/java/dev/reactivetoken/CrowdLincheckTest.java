package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import java.time.Duration;
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
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The crowd alone under model checking: random scenes of callers who join and leave, of sweeps and of flights that
 * land, each in many orders. Whatever the order, who joined and did not leave is told exactly once.
 *
 * <p>Cannot find what only a crowd of more than a dozen shows, nor what needs a weak memory; the sweeps of
 * {@link CachingTokenSourceRaceTest} cover both.
 */
public class CrowdLincheckTest {

    private static final int CALLERS = 4;
    private static final AccessToken TOKEN = AccessToken.bearer("t", Duration.ofHours(1));

    private static final class Member extends Crowd.Member {

        final AtomicInteger told = new AtomicInteger();
        volatile boolean left;

        @Override
        void succeeded(AccessToken token) {
            told.incrementAndGet();
        }

        @Override
        void failed(TokenException failure) {
            told.incrementAndGet();
        }

        @Override
        boolean hasLeft() {
            return left || told.get() > 0;
        }
    }

    private final Crowd crowd = new Crowd();
    /** Who joined first, and so owes the others a ride. */
    private final AtomicInteger owed = new AtomicInteger();

    private final List<Member> joined = new ArrayList<>();

    /** Asks twice, from two threads. */
    private final Member eager = new Member();

    private volatile boolean eagerJoined;

    public CrowdLincheckTest() {
        for (int i = 0; i < CALLERS; i++) {
            Member member = new Member();
            joined.add(member);
            join(member);
        }
    }

    private void join(Member member) {
        if (crowd.join(member)) {
            owed.incrementAndGet();
        }
    }

    @Operation
    public void join() {
        Member member = new Member();
        synchronized (joined) {
            joined.add(member);
        }
        join(member);
    }

    @Operation
    public void joinEagerly() {
        join(eager);
        eagerJoined = true;
    }

    /** One of those who were here from the beginning, at the end, in the middle, or at the head. */
    @Operation
    public void leave(@Param(gen = IntGen.class, conf = "0:3") int which) {
        joined.get(which).left = true;
    }

    @Operation
    public void sweep() {
        crowd.prune();
    }

    @Operation
    public void land() {
        int rides = owed.getAndSet(0);
        for (int i = 0; i < rides; i++) {
            crowd.ride(Mono.just(TOKEN), Context.empty());
        }
    }

    @Validate
    public void whoJoinedIsToldOnce() {
        land();
        if (eagerJoined) {
            joined.add(eager);
        }
        for (Member member : joined) {
            int told = member.told.get();
            if (told > 1 || (told == 0 && !member.left)) {
                throw new IllegalStateException("told " + told + " times");
            }
        }
        if (crowd.size() > 0) {
            throw new IllegalStateException("left in the crowd: " + crowd.size());
        }
    }

    @Test
    void who_joins_is_told_once_whoever_leaves_or_sweeps() {
        new ModelCheckingOptions()
                .iterations(30)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(0)
                .verifier(EpsilonVerifier.class)
                .check(CrowdLincheckTest.class);
    }
}
