package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

class CompositeObserverTest {

    private static final TokenException FAILURE = ControlledRefresh.outage();
    private static final RefreshEvent FAILED =
            new RefreshEvent("test", RefreshCause.COLD, Duration.ZERO, null, FAILURE, null, null);

    private final Logger logger = (Logger) LoggerFactory.getLogger(TokenObserver.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Recorder recorder = new Recorder();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    /** An observer that throws whatever it is told. */
    private static class Broken implements TokenObserver {

        private final RuntimeException exception = new IllegalStateException("a broken observer");

        @Override
        public void onRefresh(RefreshEvent event) {
            throw exception;
        }

        @Override
        public void onAttemptFailed(String source, TokenException failure) {
            throw new NoClassDefFoundError("a class that is not there");
        }

        @Override
        public @Nullable CallObserver calls(String source) {
            return new CallObserver() {
                @Override
                public void onHit(boolean renewalFails) {
                    throw exception;
                }

                @Override
                public void onServed(Duration waited) {
                    throw exception;
                }

                @Override
                public void onFailed(Duration waited, TokenException failure) {
                    throw new StackOverflowError();
                }
            };
        }
    }

    /** An observer that writes down what it is told. */
    private static final class Recorder implements TokenObserver {

        private final List<String> told = new ArrayList<>();

        @Override
        public void onRefresh(RefreshEvent event) {
            told.add("refresh");
        }

        @Override
        public void onObserverFailed(String source, TokenObserver broken, Throwable thrown) {
            told.add(broken.getClass().getSimpleName() + " threw "
                    + thrown.getClass().getSimpleName() + " at " + source);
        }
    }

    private Stream<Level> levels() {
        return log.list.stream().map(ILoggingEvent::getLevel);
    }

    @Test
    void a_broken_observer_does_not_keep_the_others_from_being_told() {
        TokenObserver.composite(List.of(new Broken(), recorder)).onRefresh(FAILED);

        assertThat(recorder.told).containsExactly("Broken threw IllegalStateException at test", "refresh");
    }

    @Test
    void an_error_costs_as_little_as_an_exception() {
        TokenObserver.composite(List.of(new Broken(), recorder)).onAttemptFailed("test", FAILURE);

        assertThat(recorder.told).containsExactly("Broken threw NoClassDefFoundError at test");
    }

    @Test
    void a_broken_observer_of_calls_is_told_as_the_one_that_made_it() {
        CallObserver calls =
                TokenObserver.composite(List.of(new Broken(), recorder)).calls("test");

        calls.onHit(false);
        calls.onServed(Duration.ZERO);
        calls.onFailed(Duration.ZERO, FAILURE);

        assertThat(recorder.told)
                .containsExactly(
                        "Broken threw IllegalStateException at test",
                        "Broken threw IllegalStateException at test",
                        "Broken threw StackOverflowError at test");
    }

    @Test
    void no_observer_of_calls_means_that_a_hit_tells_none() {
        assertThat(TokenObserver.composite(List.of(recorder)).calls("test")).isNull();
    }

    @Test
    void a_broken_observer_is_logged_once_with_its_stack_trace_though_a_million_sources_share_it() {
        Broken broken = new Broken();
        for (int i = 0; i < 1_000; i++) {
            TokenObserver.composite(List.of(broken)).onRefresh(FAILED);
            TokenObserver.composite(List.of(broken)).calls("test").onHit(false);
        }

        assertThat(levels().filter(Level.WARN::equals)).hasSize(1);
        assertThat(levels().filter(Level.DEBUG::equals)).hasSize(1_999);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("a broken observer");
        assertThat(log.list.get(0).getFormattedMessage()).contains(Broken.class.getName(), "'test'");
    }

    @Test
    void two_that_break_on_hearing_of_a_broken_one_end() {
        class Fragile extends Broken {
            @Override
            public void onObserverFailed(String source, TokenObserver broken, Throwable thrown) {
                throw new IllegalStateException("and this one too");
            }
        }

        TokenObserver.composite(List.of(new Fragile(), new Fragile(), recorder)).onRefresh(FAILED);

        assertThat(levels().filter(Level.WARN::equals)).hasSize(2);
        assertThat(recorder.told)
                .containsExactly(
                        "Fragile threw IllegalStateException at test",
                        "Fragile threw IllegalStateException at test",
                        "refresh");
    }

    @Test
    void of_composites_each_part_is_told_of_every_broken_one() {
        TokenObserver inner = TokenObserver.composite(List.of(new Broken()));

        TokenObserver.composite(List.of(inner, recorder)).onRefresh(FAILED);

        assertThat(recorder.told).containsExactly("Broken threw IllegalStateException at test", "refresh");
    }

    @Nested
    class Around_a_refresh {

        private final TokenResponse response = TokenResponse.of(AccessToken.bearer("t1", Duration.ofHours(1)));
        private final List<String> seen = new ArrayList<>();

        private Mono<TokenResponse> around(Mono<TokenResponse> refresh, UnaryOperator<Mono<TokenResponse>> decoration) {
            TokenObserver decorator = new TokenObserver() {
                @Override
                public Mono<TokenResponse> aroundRefresh(
                        String source, Mono<TokenResponse> refresh, ContextView caller) {
                    return decoration.apply(refresh);
                }
            };
            return TokenObserver.composite(List.of(decorator, recorder))
                    .aroundRefresh("test", refresh, Context.empty());
        }

        static Stream<Named<UnaryOperator<Mono<TokenResponse>>>> broken() {
            return Stream.of(
                    Named.of("answers null", refresh -> null),
                    Named.of("throws", refresh -> thrown()),
                    Named.of("throws when subscribed to", refresh -> Mono.defer(() -> thrown())),
                    Named.of("throws a fatal error when subscribed to", refresh -> Mono.defer(() -> fatal())),
                    Named.of("throws once subscribed", refresh -> refresh.doOnSubscribe(ignored -> thrown())),
                    Named.of("throws at the end", refresh -> refresh.doOnTerminate(() -> thrown())),
                    Named.of("throws a fatal error at the end", refresh -> refresh.doOnTerminate(() -> fatal())),
                    Named.of("fails instead", refresh -> Mono.error(new IllegalStateException())),
                    Named.of("is empty instead", refresh -> Mono.empty()),
                    Named.of("refreshes twice", refresh -> refresh.then(refresh)));
        }

        private static Mono<TokenResponse> thrown() {
            throw new IllegalStateException("a broken tracer");
        }

        private static Mono<TokenResponse> fatal() {
            throw new NoClassDefFoundError("a tracer that is not there");
        }

        @ParameterizedTest
        @MethodSource("broken")
        void a_broken_decoration_does_not_cost_the_token(UnaryOperator<Mono<TokenResponse>> broken) {
            List<String> requests = new ArrayList<>();
            Mono<TokenResponse> refresh = Mono.fromSupplier(() -> {
                requests.add("sent");
                return response;
            });

            StepVerifier.create(around(refresh, broken)).expectNext(response).verifyComplete();

            assertThat(requests).hasSize(1);
            assertThat(recorder.told).hasSize(1);
        }

        @ParameterizedTest
        @MethodSource("broken")
        void nor_does_it_hide_the_failure(UnaryOperator<Mono<TokenResponse>> broken) {
            StepVerifier.create(around(Mono.error(FAILURE), broken)).verifyErrorMatches(FAILURE::equals);
        }

        @Test
        void a_decoration_cannot_delay_or_replace_what_the_refresh_brought() {
            StepVerifier.create(around(Mono.just(response), refresh -> refresh.then(Mono.never())))
                    .expectNext(response)
                    .verifyComplete();
            StepVerifier.create(around(Mono.just(response), refresh -> refresh.then(Mono.empty())))
                    .expectNext(response)
                    .verifyComplete();
            assertThat(recorder.told).isEmpty();
        }

        @Test
        void a_decoration_sees_the_end_before_it_is_told() {
            StepVerifier.create(around(Mono.just(response), refresh -> refresh.doOnSuccess(token -> seen.add("span")))
                            .doOnNext(token -> seen.add("told")))
                    .expectNext(response)
                    .verifyComplete();

            assertThat(seen).containsExactly("span", "told");
        }

        @Test
        void its_context_reaches_the_refresh() {
            Mono<TokenResponse> refresh = Mono.deferContextual(context -> {
                seen.add(context.<String>get("span") + " in " + context.<String>get("outer"));
                return Mono.just(response);
            });

            StepVerifier.create(around(refresh, inner -> inner.contextWrite(context -> context.put("span", "refresh")))
                            .contextWrite(context -> context.put("outer", "trace")))
                    .expectNext(response)
                    .verifyComplete();

            assertThat(seen).containsExactly("refresh in trace");
        }

        @Test
        void a_cancel_reaches_both() {
            TestPublisher<TokenResponse> refresh = TestPublisher.create();

            StepVerifier.create(around(refresh.mono(), inner -> inner.doOnCancel(() -> seen.add("cancelled"))))
                    .thenCancel()
                    .verify();

            refresh.assertCancelled();
            assertThat(seen).containsExactly("cancelled");
        }

        @Test
        void one_that_leaves_the_refresh_alone_adds_no_operator() {
            Mono<TokenResponse> refresh = Mono.just(response);

            assertThat(around(refresh, UnaryOperator.identity())).isSameAs(refresh);
        }
    }
}
