package dev.reactivetoken.cli.demo;

import dev.reactivetoken.token.AccessToken;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends the token that was handed out last to a resource server, 40 times a second. Whether a token is good is decided
 * by that server.
 */
final class ResourceProbe implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(25);
    private static final int OK = 200;

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final ConnectionProvider pool = ConnectionProvider.create("probe", 1);
    private final Disposable running;

    ResourceProbe(URI resource, Supplier<@Nullable AccessToken> handedOut) {
        HttpClient http = HttpClient.create(pool).responseTimeout(Duration.ofSeconds(5));
        this.running = Flux.interval(PAUSE, Schedulers.parallel())
                .onBackpressureDrop()
                .concatMap(tick -> Mono.justOrEmpty(handedOut.get()).flatMap(token -> send(http, resource, token)), 1)
                .subscribe();
    }

    long accepted() {
        return accepted.sum();
    }

    long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        running.dispose();
        pool.dispose();
    }

    private Mono<Integer> send(HttpClient http, URI resource, AccessToken token) {
        if (isExpired(token)) {
            return Mono.empty(); // no call has been made since
        }
        return http.headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, token.authorization()))
                .get()
                .uri(resource)
                .response()
                .map(response -> response.status().code())
                .onErrorReturn(0)
                .doOnNext(status -> count(token, status));
    }

    /** A refused token that expired on the way is not counted. */
    private void count(AccessToken token, int status) {
        if (status == OK) {
            accepted.increment();
        } else if (!isExpired(token)) {
            refused.increment();
        }
    }

    private static boolean isExpired(AccessToken token) {
        return !Instant.now().isBefore(token.expiresAt());
    }
}
