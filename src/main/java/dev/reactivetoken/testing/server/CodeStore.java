package dev.reactivetoken.testing.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Authorization codes, or refresh tokens: random values that stand for an {@link AuthorizationGrant}. Remembers those that are
 * not over, the newest {@value #MOST} at most.
 */
final class CodeStore {

    static final int MOST = 100_000;

    private final RandomText random = new RandomText();
    private final InstantSource clock;
    private final Duration life;
    private final Map<String, Ticket> tickets = new LinkedHashMap<>(); // guarded by this; the oldest first

    CodeStore(InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    synchronized String issue(AuthorizationGrant approval) {
        Instant now = clock.instant();
        Iterator<Ticket> oldest = tickets.values().iterator();
        while (oldest.hasNext() && (oldest.next().isOver(now) || tickets.size() >= MOST)) {
            oldest.remove();
        }
        String value = random.base64();
        tickets.put(value, new Ticket(approval, now.plus(life)));
        return value;
    }

    synchronized @Nullable AuthorizationGrant find(String value) {
        Ticket ticket = tickets.get(value);
        return ticket == null || ticket.isOver(clock.instant()) ? null : ticket.approval();
    }

    /** Whether it was there: of two who spend the same ticket, one gets it. */
    synchronized boolean spend(String value) {
        return tickets.remove(value) != null;
    }

    synchronized void clear() {
        tickets.clear();
    }

    synchronized int size() {
        return tickets.size();
    }

    private record Ticket(AuthorizationGrant approval, Instant end) {

        boolean isOver(Instant now) {
            return !now.isBefore(end);
        }
    }
}
