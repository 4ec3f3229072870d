package dev.reactivetoken;

import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * {@code Mono.cache} and what it stands on, while somebody needs it: its coordinator is what makes one request of many,
 * and each of its times-to-live means something. Made for the first rider, and gone as soon as nobody rides and nothing
 * is shared any more, so that an idle source keeps none of it.
 *
 * <p>Riders are counted from before they look at the cache until they are told. At zero, and only then, a flight goes,
 * and for good: who comes too late makes the next one. So no refresh is in the air that the source does not know of,
 * which could neither be shared nor closed.
 */
final class Flight {

    private static final long GONE = -1;
    private static final long ENTRY = (1L << Integer.SIZE) + 1;

    private final CachingTokenSource source;
    private final Scheduler scheduler;
    private final CacheTimer timer;
    private final Mono<AccessToken> token;

    /** How many ride now, in the lower half; in the upper one how many have entered. */
    private final AtomicLong riders = new AtomicLong();

    private volatile @Nullable RefreshRun inTheAir;
    private volatile boolean closed;

    Flight(CachingTokenSource source, Scheduler scheduler, TokenClock clock) {
        this.source = source;
        this.scheduler = scheduler;
        this.timer = new CacheTimer(scheduler, clock, this::goIfNotNeeded);
        this.token = new Refreshes().cache(source::sharedFor, source::forbiddenFor, () -> Duration.ZERO, timer);
    }

    /** What the cache subscribes to, whenever it has nothing to share. */
    private final class Refreshes extends Mono<AccessToken> {

        @Override
        public void subscribe(CoreSubscriber<? super AccessToken> cache) {
            RefreshRun run = new RefreshRun(source, cache);
            cache.onSubscribe(run);
            inTheAir = run;
            if (closed) { // looked at after the run was there to be seen by close()
                run.close();
            } else {
                run.start(scheduler);
            }
        }
    }

    /** One more rider; false if this one is gone. */
    boolean enter() {
        return riders.getAndUpdate(now -> now == GONE ? GONE : now + ENTRY) != GONE;
    }

    /** The token that is shared, or that of the refresh which this starts. For those who have entered. */
    Mono<AccessToken> token() {
        timer.runIfDue();
        return token;
    }

    /** A rider was told. */
    void leave() {
        riders.decrementAndGet();
        goIfNotNeeded();
    }

    /** Cancels the refresh and leaves no timer behind. */
    void close() {
        closed = true;
        RefreshRun last = inTheAir;
        if (last != null) {
            last.close();
        }
        timer.dispose();
    }

    /**
     * Asked after each of its two conditions has come true, so that the later one finds both. If somebody has entered
     * since the look, he may have left something that is shared, and will ask himself.
     */
    private void goIfNotNeeded() {
        long seen = riders.get();
        if ((int) seen == 0 && !timer.isPending() && riders.compareAndSet(seen, GONE)) {
            source.over(this);
        }
    }
}
