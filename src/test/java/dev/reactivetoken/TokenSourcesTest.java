package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static reactor.test.util.RaceTestUtils.race;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.testing.ScriptedEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.subscriber.TestSubscriber;

/** One source for each key: which ones share what, which ones go, and who is not harmed by that. */
class TokenSourcesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG_IDLE = Duration.ofMinutes(76);
    private static final int ROUNDS = 2_000;

    private final ManualTime time = new ManualTime();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint(time);
    private final TokenSourceBuilder common = builder(endpoint, time);
    private final AtomicInteger made = new AtomicInteger();
    private final TokenSources<String> sources = sources(10);

    private TokenSources<String> sources(int maximumSize) {
        return new TokenSources<>(
                tenant -> {
                    made.incrementAndGet();
                    return common.name(tenant);
                },
                maximumSize,
                HOUR,
                time::monotonicTime);
    }

    private static TokenSourceBuilder builder(TokenEndpoint endpoint, ManualTime time) {
        return ReactiveTokenSource.builder()
                .endpoint(endpoint)
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .clock(time)
                .scheduler(time.scheduler());
    }

    private TestSubscriber<AccessToken> ask(ReactiveTokenSource source) {
        TestSubscriber<AccessToken> caller = TestSubscriber.create();
        source.token().subscribe(caller);
        time.advance(Duration.ZERO);
        return caller;
    }

    private static String value(TestSubscriber<AccessToken> caller) {
        assertThat(caller.isTerminatedComplete()).as("has a token").isTrue();
        return caller.getReceivedOnNext().get(0).value();
    }

    @Test
    void a_key_has_one_source_and_each_source_its_own_token() {
        assertThat(sources.get("acme")).isSameAs(sources.get("acme"));
        assertThat(made).hasValue(1);

        assertThat(value(ask(sources.get("acme")))).isEqualTo("t1");
        assertThat(value(ask(sources.get("umbrella")))).isEqualTo("t2");
        assertThat(value(ask(sources.get("acme")))).isEqualTo("t1");
    }

    @Test
    void asking_for_a_source_sends_nothing() {
        sources.get("acme");

        assertThat(endpoint.requests()).isEmpty();
    }

    @Test
    void a_factory_that_throws_is_asked_again_by_the_next_caller() {
        AtomicInteger calls = new AtomicInteger();
        TokenSources<String> flaky = TokenSources.of(tenant -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("no secret for " + tenant);
            }
            return common;
        });

        assertThatThrownBy(() -> flaky.get("acme"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no secret for acme");
        assertThat(value(ask(flaky.get("acme")))).isEqualTo("t1");
    }

    @Test
    void a_builder_that_lacks_a_part_says_what_to_call() {
        TokenSources<String> incomplete = TokenSources.of(tenant -> ReactiveTokenSource.builder());

        assertThatThrownBy(() -> incomplete.get("acme"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("call ");
    }

    @Test
    void a_removed_key_gets_another_source_and_the_removed_one_serves_on_until_it_is_closed() {
        ReactiveTokenSource acme = sources.get("acme");
        assertThat(sources.size()).isEqualTo(1);

        assertThat(sources.remove("acme")).isSameAs(acme);
        assertThat(sources.remove("acme")).isNull();

        assertThat(sources.size()).isZero();
        assertThat(sources.get("acme")).isNotSameAs(acme);
        assertThat(value(ask(acme))).isEqualTo("t1");
    }

    @Test
    void idle_time_counts_by_the_clock_that_was_set() {
        TokenSources<String> registry = sources.withClock(time).withIdleTime(Duration.ofMinutes(1));
        ReactiveTokenSource acme = registry.get("acme");
        time.advance(Duration.ofMinutes(2));

        assertThat(registry.get("acme")).isNotSameAs(acme);
    }

    @Test
    void limits_that_keep_nothing_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.withMaximumSize(0))
                .withMessageContaining("maximum size");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.withIdleTime(Duration.ZERO))
                .withMessageContaining("idle time");
    }

    @Test
    void withers_answer_an_empty_registry_of_the_same_factory() {
        ReactiveTokenSource acme = sources.get("acme");

        TokenSources<String> small = sources.withMaximumSize(1);
        TokenSources<String> brief = small.withIdleTime(Duration.ofMinutes(1));

        assertThat(small.get("acme")).isNotSameAs(acme);
        assertThat(sources.get("acme")).isSameAs(acme);
        small.get("umbrella");
        assertThat(small.size()).isEqualTo(1);
        ReactiveTokenSource forAMinute = brief.get("acme");
        time.advance(Duration.ofMinutes(2));
        assertThat(brief.get("acme")).isNotSameAs(forAMinute);
        assertThat(sources.get("acme")).isSameAs(acme);
    }

    @Test
    void a_caller_on_an_event_loop_is_not_blocked() {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();

        Mono.fromRunnable(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        sources.get("tenant " + i);
                    }
                })
                .subscribeOn(Schedulers.parallel())
                .doOnError(thrown::add)
                .onErrorComplete()
                .block(Duration.ofSeconds(30));

        assertThat(thrown).isEmpty();
        assertThat(sources.size()).isLessThanOrEqualTo(10);
    }

    @Nested
    class What_sources_share {

        private void fail(ReactiveTokenSource source) {
            TestSubscriber<AccessToken> caller = ask(source);
            time.advance(Duration.ofSeconds(5));
            assertThat(caller.isTerminatedError()).as("has failed").isTrue();
        }

        private void breakAddress(TokenSources<String> registry) {
            for (int i = 0; i < 6; i++) {
                endpoint.thenFail(new Unreachable("reset", ErrorResponse.NONE, null));
            }
            fail(registry.get("acme"));
            fail(registry.get("acme"));
        }

        @Test
        void is_that_their_address_answers_nothing() {
            breakAddress(sources);

            assertThat(sources.get("umbrella").status().circuitBreaker()).isEqualTo(CircuitBreaker.State.OPEN);
        }

        @Test
        void is_not_what_the_address_answered_to_one_of_them() {
            endpoint.thenStatus(503, 3).thenFail(new Malformed("nonsense", ErrorResponse.status(200)));
            endpoint.thenFail(new IllegalStateException("a bug for this tenant"));
            fail(sources.get("acme"));
            ask(sources.get("acme"));
            time.advance(Duration.ofSeconds(5));

            assertThat(sources.get("acme").status().circuitBreaker()).isEqualTo(CircuitBreaker.State.OPEN);
            assertThat(sources.get("umbrella").status().circuitBreaker()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(value(ask(sources.get("umbrella")))).isEqualTo("t1");
        }

        @Test
        void is_not_what_was_learned_of_another_endpoint_or_set_for_one_alone() {
            Resilience own = Resilience.defaults("own", time);
            TokenSources<String> mixed = TokenSources.of(tenant -> switch (tenant) {
                case "elsewhere" -> builder(new ScriptedEndpoint(time), time);
                case "own" -> common.resilience(own);
                default -> common;
            });
            breakAddress(mixed);

            assertThat(mixed.get("elsewhere").status().circuitBreaker()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(mixed.get("own").status().circuitBreaker()).isNull();
        }

        @Test
        void is_one_endpoint_for_each_address_dialect_and_clock() {
            SharedEndpoints endpoints = new SharedEndpoints();
            URI uri = URI.create("https://auth.example/token");
            TokenEndpoint one = endpoints.of(Provider.of("a", uri), time);

            assertThat(endpoints.of(Provider.of("b", uri), time)).isSameAs(one);
            assertThat(endpoints.of(Provider.of("a", uri.resolve("/other")), time))
                    .isNotSameAs(one);
            assertThat(endpoints.of(Provider.of("a", uri).withDialect(Dialect.STANDARD.withScheme("OAuth")), time))
                    .isNotSameAs(one);
            assertThat(endpoints.of(Provider.of("a", uri), new ManualTime())).isNotSameAs(one);
        }

        @Test
        void is_not_kept_when_no_source_has_it_any_more() {
            SharedEndpoints endpoints = new SharedEndpoints();
            Provider provider = Provider.of("a", URI.create("https://auth.example/token"));
            WeakReference<TokenEndpoint> unused = new WeakReference<>(endpoints.of(provider, time));
            WeakReference<CircuitBreakers> guard =
                    new WeakReference<>(endpoints.guardOf(Objects.requireNonNull(unused.get()), "a", time));

            for (int i = 0; i < 100 && (unused.get() != null || guard.get() != null); i++) {
                System.gc();
                endpoints.guardOf(request -> Mono.empty(), "b", time); // what is gone is noticed at the next use
            }

            assertThat(unused.get()).isNull();
            assertThat(guard.get()).isNull();
        }
    }

    @Nested
    class Forgetting {

        @Test
        void meets_the_idle_one_and_not_the_one_in_use() {
            ReactiveTokenSource acme = sources.get("acme");
            ReactiveTokenSource umbrella = sources.get("umbrella");
            for (int i = 0; i < 5; i++) {
                time.advance(Duration.ofMinutes(15));
                assertThat(sources.get("acme")).isSameAs(acme);
            }
            time.advance(Duration.ofMinutes(59));

            assertThat(sources.get("acme"))
                    .as("asked for less than an hour ago")
                    .isSameAs(acme);
            assertThat(sources.get("umbrella")).as("never asked for").isNotSameAs(umbrella);
        }

        @Test
        void keeps_the_number_of_sources_bounded() {
            for (int i = 0; i < 1_000; i++) {
                sources.get("tenant " + i);
            }

            assertThat(sources.size()).isLessThanOrEqualTo(10);
        }

        @Test
        void harms_nobody_who_holds_the_source_already() {
            ReactiveTokenSource acme = sources.get("acme");
            assertThat(value(ask(acme))).isEqualTo("t1");

            time.advance(LONG_IDLE);
            assertThat(sources.get("acme")).isNotSameAs(acme);

            assertThat(value(ask(acme))).isEqualTo("t2");
        }

        @Test
        void does_not_fail_those_who_wait() {
            Sinks.One<TokenResponse> answer = Sinks.one();
            endpoint.then(answer.asMono());
            TokenSources<String> brief = sources.withIdleTime(Duration.ofSeconds(1));
            TestSubscriber<AccessToken> waiting = ask(brief.get("acme"));
            time.advance(Duration.ofSeconds(2));
            brief.get("acme");

            answer.tryEmitValue(TokenResponse.of(AccessToken.bearer("late", HOUR)))
                    .orThrow();

            assertThat(value(waiting)).isEqualTo("late");
        }

        @Test
        void is_told_to_the_observers_of_that_source() {
            List<String> told = new CopyOnWriteArrayList<>();
            TokenSources<String> observed = new TokenSources<>(
                    tenant -> common.name(tenant).observer(new TokenObserver() {
                        @Override
                        public void onClosed(String source, ReactiveTokenSource closed) {
                            told.add(source);
                        }
                    }),
                    10,
                    HOUR,
                    time::monotonicTime);
            observed.get("acme");
            time.advance(LONG_IDLE);
            observed.get("umbrella");

            assertThat(told).containsExactly("acme");
            observed.close();
            assertThat(told).containsExactly("acme", "umbrella");
        }
    }

    @Nested
    class Closing {

        private TokenException failure(ReactiveTokenSource source) {
            TestSubscriber<AccessToken> caller = ask(source);
            assertThat(caller.isTerminatedError()).as("has failed").isTrue();
            return (TokenException) caller.expectTerminalError();
        }

        @Test
        void ends_every_source_and_those_that_are_asked_for_later() {
            ReactiveTokenSource acme = sources.get("acme");

            sources.close();

            assertThat(failure(acme)).isInstanceOf(Unavailable.class).hasMessage("token source 'acme': closed");
            assertThat(failure(sources.get("umbrella")))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("token source 'umbrella': closed");
        }

        @Test
        void twice_changes_nothing() {
            sources.close();

            assertThatNoException().isThrownBy(sources::close);
        }
    }

    /** Two threads and one registry, many rounds of each pair. */
    @Nested
    class Racers {

        private final RacingTime racingTime = new RacingTime();
        private final TokenEndpoint quick = request -> Mono.fromSupplier(
                () -> TokenResponse.of(new AccessToken("t", "Bearer", Set.of(), racingTime.now(), Duration.ofDays(1))));
        private final TokenSourceBuilder racing = ReactiveTokenSource.builder()
                .endpoint(quick)
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .clock(racingTime)
                .scheduler(racingTime);

        private TokenSources<String> registry(AtomicInteger made) {
            return new TokenSources<>(
                    tenant -> {
                        made.incrementAndGet();
                        return racing.name(tenant);
                    },
                    10,
                    HOUR,
                    racingTime::monotonicTime);
        }

        private RacingCaller ask(ReactiveTokenSource source) {
            RacingCaller caller = new RacingCaller(racingTime, 1);
            source.token().subscribe(caller);
            return caller;
        }

        @Test
        void two_first_callers_of_a_key_make_one_source() {
            for (int i = 0; i < ROUNDS; i++) {
                AtomicInteger count = new AtomicInteger();
                TokenSources<String> registry = registry(count);
                Queue<ReactiveTokenSource> got = new ConcurrentLinkedQueue<>();

                race(() -> got.add(registry.get("acme")), () -> got.add(registry.get("acme")));

                assertThat(count).hasValue(1);
                assertThat(got).hasSize(2).containsOnly(registry.get("acme"));
            }
        }

        @Test
        void eviction_while_a_caller_asks_and_he_gets_a_token() {
            TokenSources<String> registry = registry(new AtomicInteger());
            for (int i = 0; i < ROUNDS; i++) {
                registry.get("acme");
                RacingCaller[] caller = new RacingCaller[1];

                race(() -> caller[0] = ask(registry.get("acme")), () -> {
                    racingTime.advance(LONG_IDLE);
                    registry.get("umbrella");
                });

                assertThat(caller[0].got()).isEqualTo("t");
                racingTime.fireTimers();
            }
        }

        @Test
        void close_while_a_source_is_made_and_it_is_closed() {
            for (int i = 0; i < ROUNDS; i++) {
                TokenSources<String> registry = registry(new AtomicInteger());
                ReactiveTokenSource[] source = new ReactiveTokenSource[1];

                race(() -> source[0] = registry.get("acme"), registry::close);

                assertThat(source[0].status().state()).isEqualTo(TokenStatus.State.CLOSED);
            }
        }
    }
}
