package dev.reactivetoken.testing.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Authorization codes, or refresh tokens: random values that stand for an {@link AuthorizationGrant}. Keeps those that
 * have not expired, about {@value #MOST} at most.
 */
final class CodeStore {

    static final int MOST = 100_000;

    private final RandomText random = new RandomText();
    private final Cache<String, AuthorizationGrant> grants;

    CodeStore(InstantSource clock, Duration lifetime) {
        this.grants = Caffeine.newBuilder()
                .expireAfterWrite(lifetime)
                .maximumSize(MOST)
                .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
                .executor(Runnable::run)
                .build();
    }

    String issue(AuthorizationGrant grant) {
        String code = random.base64();
        grants.put(code, grant);
        return code;
    }

    @Nullable
    AuthorizationGrant find(String code) {
        return grants.getIfPresent(code);
    }

    /** Removes a code; returns whether it was there. Of two callers that spend the same code, one gets true. */
    boolean spend(String code) {
        return grants.asMap().remove(code) != null;
    }

    void clear() {
        grants.invalidateAll();
    }

    long size() {
        grants.cleanUp();
        return grants.estimatedSize();
    }
}
