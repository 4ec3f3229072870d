package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.VirtualLoop;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.Set;

/** A token endpoint without network, whose tokens live in virtual time. For one thread. */
public final class LambdaEndpoint {

    /** Short, so that a run that leaps by a life for each refresh stays within the range of the clock. */
    public static final Duration LIFE = Duration.ofMinutes(1);

    public final VirtualLoop loop = new VirtualLoop();
    private long requests;

    TokenResponse answer() {
        return TokenResponse.of(new AccessToken(token(), "Bearer", Set.of(), loop.now(), LIFE));
    }

    String token() {
        return Long.toString(1_000_000_000_000L + requests++);
    }

    public long requests() {
        return requests;
    }
}
