package dev.reactivetoken.micrometer;

import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * An {@link Observation} around each refresh, {@link TokenObservation#REFRESH}, from beginning to end with all its
 * tries. What is observed within, such as the request of an HTTP client, becomes its child through the Reactor Context.
 *
 * <p>It has no parent. Its {@link TokenRefreshContext} knows the observation of the caller for whom it began, and
 * {@link TokenRefreshTracingHandler} links the two spans; without that handler it is the root of a trace.
 */
public final class TokenObservations implements TokenObserver {

    private static final TokenRefreshConvention CONVENTION = new TokenRefreshConvention();
    private static final String CANCELLED = "cancelled";

    private final ObservationRegistry registry;

    private TokenObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** Starts observations of this registry. */
    public static TokenObservations of(ObservationRegistry registry) {
        return new TokenObservations(registry);
    }

    @Override
    public Mono<TokenResponse> aroundRefresh(String source, Mono<TokenResponse> refresh, ContextView caller) {
        return Mono.defer(() -> {
            TokenRefreshContext context = new TokenRefreshContext(source, observationOf(caller));
            Observation observation = TokenObservation.REFRESH.observation(null, CONVENTION, () -> context, registry);
            return observation.isNoop() ? refresh : new Running(context, observation).around(refresh);
        });
    }

    private static @Nullable ObservationView observationOf(ContextView caller) {
        return caller.getOrDefault(ObservationThreadLocalAccessor.KEY, null) instanceof Observation observation
                ? observation
                : null;
    }

    /** An observation that has started. It ends once: a cancellation may race with the response. */
    private record Running(TokenRefreshContext context, Observation observation, AtomicBoolean ended) {

        Running(TokenRefreshContext context, Observation observation) {
            this(context, observation, new AtomicBoolean());
        }

        Mono<TokenResponse> around(Mono<TokenResponse> refresh) {
            observation.start();
            return refresh.doOnSuccess(response -> end(RefreshResult.SUCCESS.text, null))
                    .doOnError(this::failed)
                    .doOnCancel(() -> end(CANCELLED, null))
                    .contextWrite(inner -> inner.put(ObservationThreadLocalAccessor.KEY, observation));
        }

        /** With a failure of the library's own: the message of any other exception might hold a secret. */
        private void failed(Throwable thrown) {
            TokenException failure = thrown instanceof TokenException known
                    ? known
                    : new Unavailable(
                            thrown instanceof CallNotPermittedException
                                    ? "the circuit breaker is open"
                                    : "failed unexpectedly: "
                                            + thrown.getClass().getName(),
                            null);
            end(RefreshResult.of(failure).text, failure);
        }

        private void end(String result, @Nullable TokenException failure) {
            if (ended.compareAndSet(false, true)) {
                context.ended(result, RefreshResult.oauthError(failure));
                if (failure != null) {
                    observation.error(failure);
                }
                observation.stop();
            }
        }
    }
}
