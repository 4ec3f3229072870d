package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.ClientCredential;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.testing.ScriptedEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.ContextView;

/** One refresh with all that may go wrong, on virtual time, through the source that its users have. */
class TokenRefreshTest {

    private final ManualTime time = new ManualTime();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint(time);
    private final Events events = new Events();
    private final AtomicInteger credentialReads = new AtomicInteger();
    private String secret = "old";

    private final TokenSourceBuilder builder = ReactiveTokenSource.builder()
            .name("orders")
            .endpoint(endpoint)
            .authentication(ClientAuthentication.post(() -> Mono.fromSupplier(() -> {
                credentialReads.incrementAndGet();
                return new ClientCredential("client", Secret.of(secret));
            })))
            .refreshPolicy(RefreshPolicy.DEFAULT.withJitter(0))
            .observer(events)
            .clock(time)
            .scheduler(time.scheduler());
    private ReactiveTokenSource source = builder.build();

    private TestSubscriber<AccessToken> ask() {
        TestSubscriber<AccessToken> caller = TestSubscriber.create();
        source.token().subscribe(caller);
        return caller;
    }

    /** The token that a caller gets, however long it takes. */
    private String token() {
        TestSubscriber<AccessToken> caller = ask();
        time.advance(Duration.ofSeconds(20));
        assertThat(caller.isTerminatedComplete()).as("has a token").isTrue();
        return caller.getReceivedOnNext().get(0).value();
    }

    private TokenException failure() {
        TestSubscriber<AccessToken> caller = ask();
        time.advance(Duration.ofSeconds(20));
        return failure(caller);
    }

    /** The failure that a caller gets without any time passing. */
    private TokenException failureAtOnce() {
        return failure(ask());
    }

    private static TokenException failure(TestSubscriber<AccessToken> caller) {
        assertThat(caller.isTerminatedError()).as("has failed").isTrue();
        return (TokenException) caller.expectTerminalError();
    }

    @Test
    void a_refresh_asks_for_what_was_granted_as_who_we_are() {
        source = builder.scopes("read", "write").build();

        assertThat(token()).isEqualTo("t1");
        TokenRequest request = endpoint.requests().get(0);
        assertThat(request.grantType()).isEqualTo("client_credentials");
        assertThat(request.scopes()).containsExactly("read", "write");
        assertThat(request.parameters())
                .extracting(TokenRequest.Parameter::name)
                .contains("client_id", "client_secret");
        assertThat(events.told).singleElement().asString().startsWith("orders refreshed AccessToken[Bearer ****");
    }

    @Nested
    class A_failure_that_may_pass {

        @ParameterizedTest
        @ValueSource(ints = {0, 408, 429, 500, 503})
        void is_tried_again_within_the_same_refresh(int status) {
            endpoint.thenStatus(status, 2);

            assertThat(token()).isEqualTo("t1");
            assertThat(endpoint.requests()).hasSize(3);
        }

        @Test
        void as_a_malformed_answer_is_one() {
            endpoint.thenFail(new Malformed("not JSON", ErrorResponse.status(200)));

            assertThat(token()).isEqualTo("t1");
        }

        @Test
        void that_stays_is_told_after_three_attempts() {
            endpoint.thenStatus(503, 3);

            assertThat(failure())
                    .isInstanceOf(Unreachable.class)
                    .hasMessage("token source 'orders': later (503); 3 attempts");
            assertThat(endpoint.requests()).hasSize(3);
        }

        @Test
        void as_a_lambda_that_throws_instead_of_signalling_is_one() {
            AtomicInteger calls = new AtomicInteger();
            source = builder.endpoint(request -> {
                        if (calls.incrementAndGet() == 1) {
                            throw new IllegalStateException("a bug");
                        }
                        return endpoint.send(request);
                    })
                    .build();

            assertThat(token()).isEqualTo("t1");
            assertThat(calls).hasValue(2);
        }

        @Test
        void is_told_with_the_attempts_of_its_own_refresh_alone() {
            endpoint.thenStatus(503, 4).thenFail(new Malformed("not JSON", ErrorResponse.status(200)));
            assertThat(failure().attempts()).isEqualTo(3);
            time.advance(Duration.ofMinutes(1));

            assertThat(token()).isEqualTo("t1");
            assertThat(endpoint.requests()).hasSize(6);
        }

        @Test
        void may_be_tried_ten_thousand_times_without_an_overflow_of_the_stack() {
            Resilience patient = Resilience.defaults("patient", time)
                    .withRetry(Retry.of(
                            "patient",
                            RetryConfig.custom()
                                    .maxAttempts(10_000)
                                    .waitDuration(Duration.ofMillis(1))
                                    .build()))
                    .withDeadline(Duration.ofHours(1))
                    .withCircuitBreaker(CircuitBreakerConfig.custom()
                            .ignoreException(failure -> true)
                            .build());
            source = builder.resilience(patient).build();
            endpoint.thenStatus(503, 9_999);
            TestSubscriber<AccessToken> caller = ask();
            time.advance(Duration.ofMinutes(1));

            assertThat(caller.isTerminatedComplete()).isTrue();
            assertThat(endpoint.requests()).hasSize(10_000);
        }

        @Test
        void gets_three_attempts_in_every_refresh() {
            endpoint.thenStatus(503, 2);
            assertThat(token()).isEqualTo("t1");
            endpoint.thenStatus(503, 2);
            time.advance(Duration.ofHours(1));
            assertThat(token()).isEqualTo("t2");

            assertThat(endpoint.requests()).hasSize(6);
        }

        @Test
        void waits_as_long_as_the_endpoint_asks_if_that_is_short() {
            endpoint.thenThrottle(Duration.ofSeconds(2));
            TestSubscriber<AccessToken> caller = ask();

            time.advance(Duration.ofMillis(1_999));
            assertThat(endpoint.requests()).hasSize(1);
            time.advance(Duration.ofMillis(1));
            assertThat(caller.isTerminatedComplete()).isTrue();
        }

        @Test
        void puts_nobody_to_sleep_if_the_endpoint_asks_for_long() {
            endpoint.thenThrottle(Duration.ofSeconds(30));

            TokenException told = failureAtOnce();
            assertThat(told)
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("next attempt not before 2026-01-01T00:00:30Z");
            assertThat(failureAtOnce()).isSameAs(told);
            time.advance(Duration.ofSeconds(30));
            assertThat(token()).isEqualTo("t1");
            assertThat(endpoint.requests()).hasSize(2);
        }

        @Test
        void bounds_what_the_endpoint_asks_for() {
            endpoint.thenThrottle(Duration.ofDays(1));

            assertThat(failureAtOnce().nextAttempt()).isEqualTo(time.instant().plus(Duration.ofMinutes(5)));
        }

        @Test
        void of_an_unknown_kind_is_taken_for_one_that_may_pass() {
            endpoint.thenFail(new IllegalStateException("what"));

            assertThat(token()).isEqualTo("t1");
        }
    }

    @Nested
    class An_endpoint {

        @Test
        void that_is_a_lambda_needs_no_client_identity() {
            source = ReactiveTokenSource.builder()
                    .endpoint(endpoint)
                    .clock(time)
                    .scheduler(time.scheduler())
                    .build();

            assertThat(token()).isEqualTo("t1");
        }

        @Test
        void gives_its_source_its_clocks_and_two_different_ones_are_told() {
            NettyTokenEndpoint other = NettyTokenEndpoint.of(URI.create("https://id.example/token"), Dialect.STANDARD)
                    .withClock(new ManualTime());

            assertThatIllegalStateException()
                    .isThrownBy(() -> builder.endpoint(other).build())
                    .withMessageContaining("NettyTokenEndpoint.withClock");
        }
    }

    @Nested
    class An_endpoint_that_hangs {

        @Test
        void is_named_with_the_last_failure_when_the_deadline_ends() {
            source = builder.resilience(Resilience.defaults("orders", time).withDeadline(Duration.ofSeconds(2)))
                    .build();
            endpoint.thenStatus(503, 1).then(Mono.never());
            TestSubscriber<AccessToken> caller = ask();
            time.advance(Duration.ofSeconds(2));

            assertThat(failure(caller))
                    .hasMessageStartingWith(
                            "token source 'orders': no token within 2000 ms from the endpoint; last: later (503)");
        }

        @Test
        void is_given_five_seconds_an_attempt() {
            endpoint.then(Mono.never());
            TestSubscriber<AccessToken> caller = ask();

            time.advance(Duration.ofMillis(4_999));
            assertThat(endpoint.requests()).hasSize(1);
            time.advance(Duration.ofSeconds(1));
            assertThat(caller.getReceivedOnNext()).hasSize(1);
        }

        @Test
        void is_given_fifteen_seconds_in_all() {
            endpoint.then(Mono.never()).then(Mono.never()).then(Mono.never());
            TestSubscriber<AccessToken> caller = ask();
            time.advance(Duration.ofSeconds(15));

            assertThat(failure(caller))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageStartingWith("token source 'orders': no token within 15000 ms");
            assertThat(token()).isEqualTo("t1");
        }
    }

    @Nested
    class The_circuit_breaker {

        private void open() {
            endpoint.thenStatus(503, 5);
            failure();
            ask();
            time.advance(Duration.ofSeconds(1));
        }

        @Test
        void makes_callers_fail_at_once_with_cause_attempts_and_next_try() {
            open();
            int asked = endpoint.requests().size();

            TokenException told = failureAtOnce();

            assertThat(endpoint.requests()).hasSize(asked);
            assertThat(told).isInstanceOf(Unavailable.class).hasCauseInstanceOf(Unreachable.class);
            assertThat(told.attempts()).as("in this refresh").isZero();
            assertThat(told.nextAttempt())
                    .isBetween(time.instant(), time.instant().plusSeconds(2));
            assertThat(told)
                    .hasMessageStartingWith(
                            "token source 'orders': the circuit breaker is open after 5 failed attempts: later (503);"
                                    + " next attempt not before 2026-01-01T00:00:2");
        }

        @Test
        void lets_the_endpoint_heal_by_itself() {
            open();
            time.advance(Duration.ofSeconds(2));

            assertThat(token()).isEqualTo("t1");
        }

        @Test
        void does_not_stay_open_because_the_wall_clock_was_set_back() {
            open();
            time.setWallClock(Duration.ofHours(-1));
            time.advance(Duration.ofSeconds(2));

            assertThat(token()).isEqualTo("t1");
        }

        @Test
        void does_not_count_refusals() {
            for (int i = 0; i < 10; i++) {
                endpoint.thenRefuse(400, "invalid_scope");
                failure();
                time.advance(Duration.ofMinutes(1));
            }

            assertThat(token()).isEqualTo("t1");
        }
    }

    @Nested
    class A_secret_reset {

        @ParameterizedTest
        @CsvSource({
            "401,invalid_client",
            "400,invalid_client",
            "401,unauthorized_client",
            "401,",
            "403,",
            "401,access_denied"
        })
        void heals_within_the_same_refresh(int status, String error) {
            endpoint.thenFail(new Refused("refused", new ErrorResponse(status, error, null, null)));
            source = builder.endpoint(request -> {
                        secret = "new";
                        return endpoint.send(request);
                    })
                    .build();

            assertThat(token()).isEqualTo("t1");
            assertThat(endpoint.requests()).hasSize(2);
            assertThat(events.told).contains("orders credential changed");
        }

        @Test
        void is_not_guessed_at_when_the_credential_is_still_the_same() {
            endpoint.thenRefuse(401, "invalid_client");

            assertThat(failureAtOnce()).isInstanceOf(Refused.class);
            assertThat(endpoint.requests()).hasSize(1);
            assertThat(credentialReads).hasValue(2);
        }

        @Test
        void of_which_the_new_secret_is_wrong_as_well_is_two_requests_and_no_more() {
            endpoint.thenRefuse(401, "invalid_client").thenRefuse(401, "invalid_client");
            source = builder.endpoint(request -> {
                        secret = secret + "+";
                        return endpoint.send(request);
                    })
                    .build();

            assertThat(failureAtOnce()).isInstanceOf(Refused.class);
            assertThat(endpoint.requests()).hasSize(2);
        }

        @Test
        void makes_no_caller_fail_while_the_token_lives() {
            assertThat(token()).isEqualTo("t1");
            time.advance(Duration.ofMinutes(50));
            endpoint.thenRefuse(401, "invalid_client");
            assertThat(token()).isEqualTo("t1");

            secret = "new";
            time.advance(Duration.ofSeconds(10));
            assertThat(token()).isEqualTo("t1");
            assertThat(token()).isEqualTo("t2");
        }

        @Test
        void is_found_out_while_a_short_token_lives_and_the_old_secret_rests() {
            endpoint.thenTokenOfLife(Duration.ofSeconds(10)).thenRefuse(401, "invalid_client");
            assertThat(ask().getReceivedOnNext()).hasSize(1);
            time.advance(Duration.ofMillis(8_300)); // its renewal is refused, the cool-down outlives it
            assertThat(ask().getReceivedOnNext()).hasSize(1);
            assertThat(endpoint.requests()).hasSize(2);

            secret = "new";
            time.advance(Duration.ofMillis(800));
            assertThat(ask().getReceivedOnNext().get(0).value()).isEqualTo("t1");
            assertThat(ask().getReceivedOnNext().get(0).value()).isEqualTo("t2");
        }
    }

    @Nested
    class A_refusal {

        @Test
        void is_not_retried_and_the_same_credential_rests() {
            endpoint.thenRefuse(400, "invalid_scope");

            TokenException told = failureAtOnce();
            assertThat(told)
                    .isInstanceOf(Refused.class)
                    .hasMessage("token source 'orders': refused (400 invalid_scope);"
                            + " next attempt not before 2026-01-01T00:00:05Z");
            assertThat(told.attempts()).isEqualTo(1);
            time.advance(Duration.ofMillis(4_999));
            assertThat(failureAtOnce()).hasMessage(told.getMessage());
            assertThat(endpoint.requests()).hasSize(1);

            time.advance(Duration.ofMillis(1));
            assertThat(token()).isEqualTo("t1");
        }

        @Test
        void is_over_at_once_when_the_credential_changes() {
            endpoint.thenRefuse(401, "invalid_client");
            failureAtOnce();

            secret = "new";
            assertThat(token()).isEqualTo("t1");
        }

        @Test
        void rests_longer_each_time_up_to_a_minute() {
            int[] seconds = {5, 10, 20, 40, 60, 60};
            for (int wait : seconds) {
                endpoint.thenRefuse(401, "invalid_client");
                assertThat(failureAtOnce().nextAttempt())
                        .isEqualTo(time.instant().plusSeconds(wait));
                time.advance(Duration.ofSeconds(wait));
            }
            assertThat(token()).isEqualTo("t1");

            time.advance(Duration.ofHours(1));
            endpoint.thenRefuse(401, "invalid_client");
            assertThat(failureAtOnce().nextAttempt()).isEqualTo(time.instant().plusSeconds(5));
        }
    }

    @Nested
    class A_refresh_token {

        @BeforeEach
        void first() {
            source = builder.grant(Grant.refreshToken(Secret.of("r0"))).build();
        }

        private String sent(int request) {
            return endpoint.requests().get(request).parameters().stream()
                    .filter(parameter -> parameter.name().equals("refresh_token"))
                    .map(TokenRequest.Parameter::value)
                    .findFirst()
                    .orElseThrow();
        }

        private void expire() {
            time.advance(Duration.ofHours(1));
        }

        @Test
        void that_was_rotated_is_used_next() {
            endpoint.thenTokenWithRefreshToken("r1");
            token();
            expire();
            token();

            assertThat(sent(0)).isEqualTo("r0");
            assertThat(sent(1)).isEqualTo("r1");
        }

        @Test
        void that_was_not_rotated_is_kept() {
            endpoint.thenTokenWithRefreshToken("r1");
            for (int i = 0; i < 3; i++) {
                token();
                expire();
            }

            assertThat(sent(2)).isEqualTo("r1");
        }

        @ParameterizedTest
        @CsvSource({"400,invalid_grant", "401,invalid_grant", "401,", "400,"})
        void that_is_dead_gives_way_to_the_first_grant_within_the_same_refresh(int status, @Nullable String error) {
            endpoint.thenTokenWithRefreshToken("r1").thenRefuse(status, error);
            token();
            expire();

            assertThat(token()).isEqualTo("t2");
            assertThat(sent(1)).isEqualTo("r1");
            assertThat(sent(2)).isEqualTo("r0");
        }

        @Test
        void is_not_given_up_because_the_client_was_refused() {
            endpoint.thenTokenWithRefreshToken("r1").thenRefuse(401, "invalid_client");
            token();
            expire();
            assertThat(failureAtOnce()).isInstanceOf(Refused.class);
            time.advance(Duration.ofMinutes(1));
            token();

            assertThat(sent(2)).isEqualTo("r1");
        }

        @Test
        void that_is_dead_is_not_tried_again() {
            endpoint.thenTokenWithRefreshToken("r1")
                    .thenRefuse(400, "invalid_grant")
                    .thenRefuse(400, "invalid_grant");
            token();
            expire();
            assertThat(failure()).isInstanceOf(Refused.class);
            time.advance(Duration.ofMinutes(1));
            token();

            assertThat(sent(3)).isEqualTo("r0");
        }
    }

    @Nested
    class A_scope_that_was_not_granted {

        @Test
        void is_reported_and_the_token_used() {
            source = builder.scopes("read", "write").build();
            endpoint.thenTokenOfScopes("read");

            assertThat(token()).isEqualTo("t1");
            assertThat(events.told).contains("orders asked [read, write], got [read]");
        }

        @Test
        void is_an_error_if_the_policy_says_so() {
            source = builder.scopes("read", "write")
                    .refreshPolicy(RefreshPolicy.DEFAULT.withRefuseReducedScope(true))
                    .build();
            endpoint.thenTokenOfScopes("read");

            assertThat(failure())
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("the endpoint did not grant the scopes [write]");
        }

        @Test
        void that_is_only_reordered_is_none() {
            source = builder.scopes("read", "write").build();
            endpoint.thenTokenOfScopes("write", "read");
            token();

            assertThat(events.told).hasSize(1);
        }
    }

    @Test
    void an_observer_that_throws_around_the_refresh_costs_nothing() {
        source = builder.observer(new TokenObserver() {
                    @Override
                    public Mono<TokenResponse> aroundRefresh(
                            String name, Mono<TokenResponse> refresh, ContextView caller) {
                        throw new IllegalStateException("a broken tracer");
                    }
                })
                .build();

        assertThat(token()).isEqualTo("t1");
    }

    @Test
    void an_observer_may_decorate_the_refresh() {
        AtomicInteger around = new AtomicInteger();
        source = builder.observer(new TokenObserver() {
                    @Override
                    public Mono<TokenResponse> aroundRefresh(
                            String name, Mono<TokenResponse> refresh, ContextView caller) {
                        return refresh.doOnSubscribe(subscription -> around.incrementAndGet());
                    }
                })
                .build();
        token();

        assertThat(around).hasValue(1);
    }

    @Test
    void an_observer_sees_the_first_callers_context_and_the_refresh_does_not() {
        AtomicReference<ContextView> seen = new AtomicReference<>();
        AtomicReference<ContextView> within = new AtomicReference<>();
        source = builder.grant(previous -> Mono.deferContextual(context -> {
                    within.set(context);
                    return Grant.clientCredentials().request(previous);
                }))
                .observer(new TokenObserver() {
                    @Override
                    public Mono<TokenResponse> aroundRefresh(
                            String name, Mono<TokenResponse> refresh, ContextView caller) {
                        seen.set(caller);
                        return refresh;
                    }
                })
                .build();

        source.token()
                .contextWrite(context -> context.put("trace", "of the first caller"))
                .subscribe();
        time.advance(Duration.ofSeconds(20));

        assertThat(seen.get().<String>get("trace")).isEqualTo("of the first caller");
        assertThat(within.get().stream().map(Object::toString)).noneMatch(text -> text.contains("first caller"));
    }

    @Test
    void a_grant_that_throws_is_told_and_tried_again_by_the_next_caller() {
        AtomicInteger calls = new AtomicInteger();
        source = builder.grant(previous -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new IllegalStateException("a bug");
                    }
                    return Mono.just(TokenRequest.of("custom"));
                })
                .build();

        assertThat(failureAtOnce()).isInstanceOf(Unavailable.class).hasMessageContaining("IllegalStateException");
        assertThat(token()).isEqualTo("t1");
    }

    @Test
    void a_failed_attempt_is_told_to_the_observer_with_the_failure_that_follows() {
        endpoint.thenStatus(503, 3);
        failure();

        assertThat(events.told).hasSize(4).last().isEqualTo("orders failed, nothing held");
        assertThat(List.copyOf(events.failures)).singleElement().isInstanceOf(Unreachable.class);
    }
}
