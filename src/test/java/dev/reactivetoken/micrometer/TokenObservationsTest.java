package dev.reactivetoken.micrometer;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleSpanBuilder;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

class TokenObservationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestObservationRegistry observed = TestObservationRegistry.create();
    private final TokenServer server = TokenServer.builder()
            .client("client", "secret", Barracuda.ESS_ACCOUNT_READ)
            .start();

    @AfterEach
    void stop() {
        server.close();
    }

    private ReactiveTokenSource source(ObservationRegistry registry) {
        return source(registry, Resilience.defaults("orders"));
    }

    private ReactiveTokenSource source(ObservationRegistry registry, Resilience resilience) {
        return ReactiveTokenSource.builder()
                .name("orders")
                .endpoint(new ObservedEndpoint(NettyTokenEndpoint.of(server.tokenUri(), Dialect.STANDARD), registry))
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .resilience(resilience)
                .observer(TokenObservations.of(registry))
                .build();
    }

    /** Observes its requests as an HTTP client does. */
    private record ObservedEndpoint(TokenEndpoint endpoint, ObservationRegistry registry) implements TokenEndpoint {

        @Override
        public Mono<TokenResponse> send(TokenRequest request) {
            return Mono.deferContextual(context -> {
                Observation http = Observation.createNotStarted("http", registry)
                        .parentObservation(context.<Observation>getOrDefault(ObservationThreadLocalAccessor.KEY, null))
                        .start();
                return endpoint.send(request).doOnTerminate(http::stop);
            });
        }
    }

    private static void ask(ReactiveTokenSource source) {
        source.token().onErrorComplete(TokenException.class).block(PATIENCE);
    }

    @Nested
    class A_refresh {

        @Test
        void is_observed_from_beginning_to_end() {
            try (ReactiveTokenSource source = source(observed)) {
                ask(source);
                ask(source);
            }

            assertThat(observed)
                    .hasNumberOfObservationsWithNameEqualTo("reactive.token.refresh.observed", 1)
                    .hasObservationWithNameEqualTo("reactive.token.refresh.observed")
                    .that()
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("token refresh")
                    .hasOnlyKeys("source", "result", "oauth.error")
                    .hasLowCardinalityKeyValue("source", "orders")
                    .hasLowCardinalityKeyValue("result", "success")
                    .hasLowCardinalityKeyValue("oauth.error", "none")
                    .doesNotHaveError();
        }

        @Test
        void is_the_parent_of_its_requests() {
            try (ReactiveTokenSource source = source(observed)) {
                ask(source);
            }

            assertThat(observed)
                    .hasObservationWithNameEqualTo("http")
                    .that()
                    .hasBeenStopped()
                    .hasParentObservationContextMatching(parent -> parent instanceof TokenRefreshContext);
        }

        @Test
        void that_is_refused_has_its_error() {
            server.fault(Fault.error(400, "invalid_scope", "secret"), 1);
            try (ReactiveTokenSource source = source(observed)) {
                ask(source);
            }

            assertThat(observed)
                    .hasObservationWithNameEqualTo("reactive.token.refresh.observed")
                    .that()
                    .hasBeenStopped()
                    .hasLowCardinalityKeyValue("result", "refused")
                    .hasLowCardinalityKeyValue("oauth.error", "invalid_scope")
                    .assertThatError()
                    .isInstanceOf(TokenException.Refused.class);
        }

        @Test
        void that_the_circuit_breaker_forbids_is_unavailable() {
            CircuitBreaker open = CircuitBreaker.ofDefaults("open");
            open.transitionToForcedOpenState();
            try (ReactiveTokenSource source =
                    source(observed, Resilience.defaults("orders").withCircuitBreaker(open))) {
                ask(source);
            }

            assertThat(observed)
                    .hasObservationWithNameEqualTo("reactive.token.refresh.observed")
                    .that()
                    .hasBeenStopped()
                    .hasLowCardinalityKeyValue("result", "unavailable")
                    .assertThatError()
                    .hasMessage("the circuit breaker is open");
        }

        @Test
        void that_fails_unexpectedly_shows_no_words_of_the_exception() {
            Mono<TokenResponse> broken = Mono.error(new IllegalStateException("hunter2"));
            TokenObservations.of(observed)
                    .aroundRefresh("orders", broken, Context.empty())
                    .onErrorComplete()
                    .block(PATIENCE);

            assertThat(observed)
                    .hasObservationWithNameEqualTo("reactive.token.refresh.observed")
                    .that()
                    .assertThatError()
                    .hasMessage("failed unexpectedly: java.lang.IllegalStateException")
                    .hasNoCause();
        }

        @Test
        void that_the_deadline_cuts_short_is_cancelled() {
            server.fault(Fault.hang(), 1);
            try (ReactiveTokenSource source =
                    source(observed, Resilience.defaults("orders").withDeadline(Duration.ofMillis(100)))) {
                ask(source);
            }

            assertThat(observed)
                    .hasObservationWithNameEqualTo("reactive.token.refresh.observed")
                    .that()
                    .hasBeenStopped()
                    .hasLowCardinalityKeyValue("result", "cancelled")
                    .doesNotHaveError();
        }

        @Test
        void has_no_parent_also_where_contexts_follow_threads() {
            Hooks.enableAutomaticContextPropagation();
            try (ReactiveTokenSource source = source(observed)) {
                Observation.createNotStarted("caller", observed)
                        .observe(() -> source.token().block(PATIENCE));
            } finally {
                Hooks.disableAutomaticContextPropagation();
            }

            assertThat(observed)
                    .hasObservationWithNameEqualTo("reactive.token.refresh.observed")
                    .that()
                    .doesNotHaveParentObservation();
        }

        @Test
        void without_an_observer_is_left_as_it_is() {
            Mono<TokenResponse> refresh = Mono.deferContextual(
                    context -> context.isEmpty() ? Mono.empty() : Mono.error(new AssertionError(context)));

            TokenObservations.of(ObservationRegistry.NOOP)
                    .aroundRefresh("orders", refresh, Context.empty())
                    .block(PATIENCE);
        }
    }

    @Nested
    class Its_span {

        private final SimpleTracer tracer = new SimpleTracer() {
            @Override
            public SimpleSpanBuilder spanBuilder() { // like the builders of OpenTelemetry and Brave
                SimpleSpanBuilder builder = super.spanBuilder();
                SimpleSpan current = currentSpan();
                if (current != null) {
                    builder.setParent(current.context());
                }
                return builder;
            }
        };
        private final ObservationRegistry registry = ObservationRegistry.create();

        Its_span() {
            registry.observationConfig()
                    .observationHandler(new FirstMatchingCompositeObservationHandler(
                            new TokenRefreshTracingHandler(tracer), new DefaultTracingObservationHandler(tracer)));
        }

        @Test
        void is_linked_to_the_span_of_the_first_caller_and_in_a_trace_of_its_own() {
            Observation caller = Observation.start("caller", registry);
            try (ReactiveTokenSource source = source(registry)) {
                source.token()
                        .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, caller))
                        .block(PATIENCE);
            }
            caller.stop();

            SimpleSpan refresh = onlyRefresh();
            assertThat(refresh.getLinks()).containsExactly(new Link(spanOf(caller)));
            assertThat(refresh.getTraceId()).isNotEqualTo(spanOf(caller).getTraceId());
            assertThat(refresh.getParentId()).isNullOrEmpty();
            assertThat(refresh.getTags())
                    .containsEntry("source", "orders")
                    .containsEntry("result", "success")
                    .containsEntry("oauth.error", "none");
            assertThat(refresh.getError()).isNull();
            assertThat(refresh.getEndTimestamp()).isAfter(refresh.getStartTimestamp());
        }

        @Test
        void is_the_parent_of_the_spans_of_its_requests() {
            try (ReactiveTokenSource source = source(registry)) {
                ask(source);
            }

            SimpleSpan refresh = onlyRefresh();
            assertThat(named("http")).singleElement().satisfies(http -> {
                assertThat(http.getTraceId()).isEqualTo(refresh.getTraceId());
                assertThat(http.getParentId()).isEqualTo(refresh.getSpanId());
            });
            assertThat(refresh.getLinks()).isEmpty();
        }

        @Test
        void is_one_with_one_link_for_a_thousand_callers_of_as_many_traces() {
            List<Observation> callers = IntStream.range(0, 1000)
                    .mapToObj(number -> Observation.start("caller", registry))
                    .toList();
            server.fault(Fault.delay(Duration.ofMillis(200)), 1);
            try (ReactiveTokenSource source = source(registry)) {
                List<AccessToken> tokens = Flux.fromIterable(callers)
                        .flatMap(
                                caller -> source.token()
                                        .contextWrite(
                                                context -> context.put(ObservationThreadLocalAccessor.KEY, caller))
                                        .subscribeOn(Schedulers.parallel()),
                                callers.size())
                        .collectList()
                        .block(PATIENCE);
                assertThat(tokens).hasSize(1000);
            }

            SimpleSpan refresh = onlyRefresh();
            assertThat(refresh.getLinks()).hasSize(1);
            String linked = refresh.getLinks().get(0).getTraceContext().traceId();
            List<String> traces = callers.stream()
                    .map(caller -> spanOf(caller).getTraceId())
                    .distinct()
                    .toList();
            assertThat(traces).hasSize(1000).contains(linked).doesNotContain(refresh.getTraceId());
        }

        @Test
        void has_no_parent_where_another_is_current() {
            Observation other = Observation.start("other", registry);
            other.scoped(() -> TokenObservations.of(registry)
                    .aroundRefresh("orders", Mono.empty(), Context.empty())
                    .block(PATIENCE));

            assertThat(onlyRefresh().getParentId()).isNullOrEmpty();
            assertThat(onlyRefresh().getTraceId()).isNotEqualTo(spanOf(other).getTraceId());
        }

        @Test
        void of_a_failed_refresh_is_failed() {
            server.fault(Fault.error(400, "invalid_scope", null), 1);
            try (ReactiveTokenSource source = source(registry)) {
                ask(source);
            }

            assertThat(onlyRefresh().getError()).isInstanceOf(TokenException.Refused.class);
            assertThat(onlyRefresh().getTags()).containsEntry("oauth.error", "invalid_scope");
        }

        private SimpleSpan onlyRefresh() {
            List<SimpleSpan> spans = named("token refresh");
            assertThat(spans).hasSize(1);
            return spans.get(0);
        }

        private List<SimpleSpan> named(String name) {
            return tracer.getSpans().stream()
                    .filter(span -> name.equals(span.getName()))
                    .toList();
        }

        private static SimpleSpan spanOf(Observation observation) {
            @Nullable TracingContext tracing = observation.getContextView().get(TracingContext.class);
            return (SimpleSpan) tracing.getSpan();
        }
    }
}
