package dev.reactivetoken.spring.boot;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.token.TokenClock;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/**
 * Whether a caller would get a token at once. Up while a usable token is held, whatever the endpoint does; down when
 * there is none and the last refresh failed; unknown without recent calls. Never starts a refresh.
 */
record TokenHealthIndicator(ReactiveTokenSource source) implements ReactiveHealthIndicator {

    @Override
    public Mono<Health> health() {
        return Mono.fromSupplier(() -> health(source.status(), TokenClock.system()));
    }

    static Health health(TokenStatus status, TokenClock clock) {
        return new Health.Builder(of(status))
                .withDetails(TokenDescription.of(status, clock).details())
                .build();
    }

    private static Status of(TokenStatus status) {
        if (status.state() == TokenStatus.State.CLOSED) {
            return Status.OUT_OF_SERVICE;
        }
        if (status.isUsable()) {
            return Status.UP;
        }
        return status.lastFailure() == null ? Status.UNKNOWN : Status.DOWN;
    }
}
