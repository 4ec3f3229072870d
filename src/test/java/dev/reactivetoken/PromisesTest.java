package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.ClientCredential;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/**
 * What the engine promises, by number, through the source that its users have and on virtual time. Promise 3 has a class
 * of its own, {@link AnyThrowableTest}; what needs threads stands in {@link CachingTokenSourceRaceTest} and
 * {@link CachingTokenSourceLincheckTest}.
 */
class PromisesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final ScriptedEndpoint endpoint = new ScriptedEndpoint(time);
    private final Events events = new Events();
    private String secret = "secret";
    private final TokenSourceBuilder builder = ReactiveTokenSource.builder()
            .name("orders")
            .endpoint(endpoint)
            .authentication(ClientAuthentication.post(
                    () -> Mono.fromSupplier(() -> new ClientCredential("client", Secret.of(secret)))))
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

    private @Nullable AccessToken held() {
        List<AccessToken> got = ask().getReceivedOnNext();
        return got.isEmpty() ? null : got.get(0);
    }

    /** The value of the token that a caller gets at once, or null if it waits or fails. */
    private @Nullable String now() {
        AccessToken got = held();
        return got == null ? null : got.value();
    }

    private int requests() {
        return endpoint.requests().size();
    }

    private AccessToken living(String value, Duration life) {
        return new AccessToken(value, "Bearer", Set.of(), time.now(), life);
    }

    private Mono<TokenResponse> answer(String value, Duration life) {
        return Mono.fromSupplier(() -> TokenResponse.of(living(value, life)));
    }

    private static Unreachable outage() {
        return new Unreachable("outage", ErrorResponse.status(503), null);
    }

    /** Calls every so often and writes down how long each call waited. */
    private List<Duration> waitsOfCallers(Duration howLong, Duration every) {
        List<Duration> waits = new ArrayList<>();
        long end = time.monotonicTime() + howLong.toNanos();
        while (time.monotonicTime() < end) {
            long since = time.monotonicTime();
            source.token()
                    .subscribe(
                            token -> waits.add(Duration.ofNanos(time.monotonicTime() - since)),
                            failed -> waits.add(HOUR));
            time.advance(every);
        }
        return waits;
    }

    @Nested
    class Promise_1_one_request {

        @Test
        void serves_all_callers_also_when_a_new_token_is_forced() {
            endpoint.then(Mono.delay(Duration.ofMillis(300), time.scheduler()).then(answer("t1", HOUR)));
            List<TestSubscriber<AccessToken>> callers = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                callers.add(ask());
                TestSubscriber<AccessToken> forcing = TestSubscriber.create();
                source.renew().subscribe(forcing);
                callers.add(forcing);
            }
            time.advance(Duration.ofMillis(300));

            assertThat(callers)
                    .allSatisfy(
                            caller -> assertThat(caller.isTerminatedComplete()).isTrue());
            assertThat(requests()).isEqualTo(1);
        }

        @Test
        void is_forced_though_a_fresh_token_is_held_that_all_others_get_meanwhile() {
            assertThat(now()).isEqualTo("t1");
            time.advance(Duration.ofMinutes(5));
            endpoint.then(Mono.delay(Duration.ofMillis(300), time.scheduler()).then(answer("t2", HOUR)));
            TestSubscriber<AccessToken> forcing = TestSubscriber.create();
            source.renew().subscribe(forcing);

            assertThat(now()).isEqualTo("t1");
            assertThat(source.status().refreshingSince()).isEqualTo(time.instant());
            time.advance(Duration.ofMillis(300));
            assertThat(forcing.getReceivedOnNext().get(0).value()).isEqualTo("t2");
            assertThat(now()).isEqualTo("t2");
            assertThat(source.status().refreshingSince()).isNull();
        }

        @Test
        void that_was_forced_and_failed_answers_the_held_token() {
            now();
            time.advance(Duration.ofMinutes(5));
            endpoint.thenStatus(503, 3);
            TestSubscriber<AccessToken> forcing = TestSubscriber.create();
            source.renew().subscribe(forcing);
            time.advance(Duration.ofSeconds(5));

            assertThat(forcing.getReceivedOnNext().get(0).value()).isEqualTo("t1");
        }
    }

    @Nested
    class Promise_2_a_renewal_begun_ahead_ends_in_time_for_another_try {

        /** As of one pooled connection that swallows everything while all others are fine. */
        @ParameterizedTest
        @CsvSource({"5, 2", "5, 100", "5, 300", "20, 300", "60, 300", "2, 20"})
        void though_one_request_of_three_hangs_for_ever(int lifeSeconds, int answerMillis) {
            AtomicInteger sent = new AtomicInteger();
            source = builder.endpoint(request -> Mono.defer(() -> {
                        AccessToken token = living("t" + sent.incrementAndGet(), Duration.ofSeconds(lifeSeconds));
                        return sent.get() % 3 == 2
                                ? Mono.never()
                                : Mono.delay(Duration.ofMillis(answerMillis), time.scheduler())
                                        .map(late -> TokenResponse.of(token));
                    }))
                    .build();
            ask();
            time.advance(Duration.ofMillis(answerMillis));

            List<Duration> waits = waitsOfCallers(Duration.ofSeconds(lifeSeconds * 10L), Duration.ofMillis(5));

            assertThat(sent.get()).isGreaterThan(10);
            assertThat(waits).filteredOn(wait -> wait.toMillis() > 50).isEmpty();
        }

        @Test
        void but_an_attempt_is_not_cut_when_no_other_fits_into_the_rest() {
            CachedToken slow = CachedToken.NONE.replacedBy(
                    new AccessToken("t", "Bearer", Set.of(), time.now(), Duration.ofSeconds(5)),
                    RefreshPolicy.DEFAULT.withJitter(0),
                    time,
                    0);
            time.advance(Duration.ofMillis(4_800)); // 50 ms before its end

            long usual = Duration.ofSeconds(5).toNanos();
            assertThat(slow.attemptLimit(usual, time)).isEqualTo(usual);
        }

        @Test
        void and_an_attempt_gets_its_whole_time_while_nothing_usable_is_held() {
            long usual = Duration.ofSeconds(5).toNanos();
            assertThat(CachedToken.NONE.attemptLimit(usual, time)).isEqualTo(usual);
        }
    }

    @Nested
    class Promise_4_a_better_token_is_never_replaced_by_a_worse_one {

        @ParameterizedTest
        @ValueSource(longs = {0, 10, 60_000})
        void but_served_on_when_the_renewal_brings_one_with_less_left(long millis) {
            now();
            time.advance(HOUR.minusSeconds(138));
            for (int i = 0; i < 3; i++) {
                endpoint.then(answer("worse", Duration.ofMillis(millis)));
            }
            now();
            time.advance(Duration.ofSeconds(2));

            assertThat(now()).isEqualTo("t1");
            assertThat(events.told).last().isEqualTo("orders failed, still held");
            assertThat(source.status().lastFailure()).isInstanceOf(Malformed.class);
        }

        /** Until it has nothing left, and a new one a moment later; seconds are cut off, as on the wire. */
        @Test
        void and_callers_of_a_server_that_repeats_its_token_get_no_dead_one() {
            AtomicReference<AccessToken> issued = new AtomicReference<>(living("s0", Duration.ofSeconds(30)));
            AtomicInteger sent = new AtomicInteger();
            source = builder.endpoint(request -> Mono.fromSupplier(() -> {
                        sent.incrementAndGet();
                        if (issued.get().isExpired(time)) {
                            issued.set(living("s" + sent.get(), Duration.ofSeconds(30)));
                        }
                        Duration left =
                                issued.get().lifetime().minusNanos(issued.get().age(time));
                        return TokenResponse.of(living(issued.get().value(), Duration.ofSeconds(left.toSeconds())));
                    }))
                    .build();
            List<AccessToken> dead = new ArrayList<>();
            for (int call = 0; call < 3_000; call++) {
                source.token().subscribe(token -> {
                    if (!token.equals(issued.get()) || issued.get().isExpired(time)) {
                        dead.add(token);
                    }
                });
                time.advance(Duration.ofMillis(100));
            }

            assertThat(dead).isEmpty();
            assertThat(sent.get()).as("requests of ten lives").isLessThan(150);
        }

        @Test
        void and_one_born_dead_is_asked_for_again_within_its_refresh() {
            endpoint.then(answer("dead", Duration.ZERO)).then(answer("alive", HOUR));
            TestSubscriber<AccessToken> caller = ask();
            time.advance(Duration.ofSeconds(1));

            assertThat(caller.getReceivedOnNext().get(0).value()).isEqualTo("alive");
        }

        @Test
        void and_one_of_ten_milliseconds_does_not_make_each_call_a_request() {
            source = builder.endpoint(request -> {
                        endpoint.requests().size();
                        return endpoint.send(request).then(answer("short", Duration.ofMillis(10)));
                    })
                    .build();
            List<AccessToken> got = new ArrayList<>();
            for (int call = 0; call < 800; call++) {
                source.token().subscribe(got::add);
                time.advance(Duration.ofMillis(10));
            }

            assertThat(requests()).as("in 8 seconds").isLessThan(20);
            assertThat(got).as("those who waited get it all the same").hasSizeGreaterThan(700);
        }
    }

    @Nested
    class Promise_5_a_failed_refresh_restores_the_held_token {

        @Test
        void that_was_rejected_when_the_endpoint_is_down() {
            AccessToken held = held();
            time.advance(Duration.ofMinutes(1));
            endpoint.thenStatus(503, 100);
            source.invalidate(held);

            TestSubscriber<AccessToken> replaying = ask();
            TestSubscriber<AccessToken> ofAnotherApi = ask();
            time.advance(Duration.ofSeconds(20));

            assertThat(replaying.getReceivedOnNext()).containsExactly(held);
            assertThat(ofAnotherApi.getReceivedOnNext()).containsExactly(held);
            for (int i = 0; i < 1_000; i++) {
                assertThat(now()).isEqualTo("t1");
                source.invalidate(held);
                time.advance(Duration.ofSeconds(1));
            }
        }

        @Test
        void and_a_rejection_while_renewals_fail_makes_no_caller_wait() {
            AccessToken held = held();
            time.advance(Duration.ofMinutes(50));
            endpoint.thenStatus(503, 3);
            now();
            time.advance(Duration.ofSeconds(5));
            source.invalidate(held);

            assertThat(now()).isEqualTo("t1");
        }

        @Test
        void up_to_its_end_and_not_after_it() {
            AccessToken held = held();
            time.advance(Duration.ofMinutes(1));
            endpoint.thenStatus(503, 1_000);
            source.invalidate(held);
            ask();
            time.advance(HOUR);

            TestSubscriber<AccessToken> late = ask();
            time.advance(Duration.ofSeconds(20));
            assertThat(late.isTerminatedError()).isTrue();
        }
    }

    @Nested
    class Promise_6_a_rejection_that_does_not_help_rests {

        /** One resource server rejects everything, 100 times a second, beside a good one; the endpoint takes 300 ms. */
        @Test
        void and_costs_the_callers_of_another_api_one_wait_and_the_endpoint_little() {
            AtomicInteger sent = new AtomicInteger();
            source = builder.endpoint(request -> Mono.defer(() -> {
                        AccessToken token = living("t" + sent.incrementAndGet(), HOUR);
                        return Mono.delay(Duration.ofMillis(300), time.scheduler())
                                .map(late -> TokenResponse.of(token));
                    }))
                    .build();
            ask();
            time.advance(Duration.ofMillis(300));
            List<Duration> waits = new ArrayList<>();
            for (int call = 0; call < 360_000; call++) {
                long since = time.monotonicTime();
                source.token().subscribe(token -> waits.add(Duration.ofNanos(time.monotonicTime() - since)));
                source.token().subscribe(source::invalidate);
                time.advance(Duration.ofMillis(10));
            }

            assertThat(waits).filteredOn(wait -> wait.toMillis() > 50).hasSizeLessThanOrEqualTo(31);
            assertThat(sent.get()).as("requests in an hour").isLessThan(75);
        }

        @Test
        void for_one_two_four_and_at_most_sixty_seconds_after_it_arrived() {
            List<Long> seconds = new ArrayList<>();
            AccessToken seen = held();
            long arrived = time.monotonicTime();
            time.advance(Duration.ofSeconds(5));
            for (int call = 0; call < 2_000 && seconds.size() < 9; call++) {
                AccessToken got = held();
                if (got != null && !got.equals(seen)) {
                    seconds.add(Duration.ofNanos(time.monotonicTime() - arrived).toSeconds());
                    seen = got;
                    arrived = time.monotonicTime();
                }
                source.invalidate(seen);
                time.advance(Duration.ofMillis(100));
            }

            assertThat(seconds.subList(1, 9)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        }

        @Test
        void until_a_token_was_not_rejected() {
            source.invalidate(held());
            time.advance(Duration.ofSeconds(1));
            assertThat(now()).isEqualTo("t2");
            time.advance(Duration.ofMinutes(2));
            source.invalidate(held());

            assertThat(now()).as("waits no rest").isEqualTo("t3");
        }
    }

    @Nested
    class Promise_8_a_refusal_of_the_credential_rests_and_a_page_of_an_ingress_does_not_count_as_one {

        private Refused page(int status) {
            return Refused.notOAuth("not the token endpoint", ErrorResponse.status(status));
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 403, 404, 405, 421})
        void so_forty_seconds_of_pages_cost_two_seconds_more_at_most(int status) {
            long healed = time.monotonicTime() + Duration.ofSeconds(40).toNanos();
            source = builder.endpoint(request -> Mono.defer(
                            () -> time.monotonicTime() < healed ? Mono.error(page(status)) : answer("t1", HOUR)))
                    .build();
            for (int call = 0; call < 1_000 && now() == null; call++) {
                time.advance(Duration.ofMillis(100));
            }

            assertThat(Duration.ofNanos(time.monotonicTime() - healed)).isLessThanOrEqualTo(Duration.ofMillis(2_100));
        }

        @Test
        void and_the_credential_is_not_read_again_for_it() {
            endpoint.thenFail(page(404));
            ask();

            assertThat(events.told).noneMatch(event -> event.contains("credential"));
            assertThat(requests()).isEqualTo(1);
        }

        @Test
        void while_a_wrong_secret_is_sent_twice_in_ten_seconds_and_a_changed_one_at_once() {
            source = builder.endpoint(request -> endpoint.send(request)
                            .then(
                                    secret.equals("secret")
                                            ? Mono.error(new Refused(
                                                    "refused", new ErrorResponse(401, "server_error", null, null)))
                                            : answer("t1", HOUR)))
                    .build();
            for (int call = 0; call < 100; call++) {
                assertThat(now()).isNull();
                time.advance(Duration.ofMillis(100));
            }
            assertThat(requests()).as("in ten seconds").isEqualTo(2);

            secret = "new";
            assertThat(now()).isEqualTo("t1");
        }
    }

    @Nested
    class Promise_9_nothing_after_an_exchange_loses_what_it_brought {

        private String sent(int request) {
            return endpoint.requests().get(request).parameters().stream()
                    .filter(parameter -> parameter.name().equals("refresh_token"))
                    .map(parameter -> parameter.value())
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void as_a_rotated_refresh_token_beside_an_access_token_that_cannot_be_used() {
            source = builder.grant(Grant.refreshToken(Secret.of("r0"))).build();
            endpoint.thenFail(new Malformed("has no usable access_token", ErrorResponse.status(200), Secret.of("r1")));
            ask();
            time.advance(Duration.ofSeconds(1));

            assertThat(sent(0)).isEqualTo("r0");
            assertThat(sent(1)).isEqualTo("r1");
        }

        @Test
        void as_a_rotated_refresh_token_whose_scope_is_refused() {
            source = builder.grant(Grant.refreshToken(Secret.of("r0")).scopes(Set.of("read", "write")))
                    .refreshPolicy(RefreshPolicy.DEFAULT.withRefuseReducedScope(true))
                    .build();
            endpoint.then(Mono.fromSupplier(() -> new TokenResponse(
                    new AccessToken("t", "Bearer", Set.of("read"), time.now(), HOUR), Secret.of("r1"), null)));
            ask();
            time.advance(Duration.ofSeconds(10));
            ask();

            assertThat(sent(1)).isEqualTo("r1");
        }

        @Test
        void as_a_token_whose_observer_throws() {
            source = builder.observer(new TokenObserver() {
                        @Override
                        public void onRefresh(RefreshEvent event) {
                            throw new NoClassDefFoundError("a missing meter");
                        }
                    })
                    .build();

            assertThat(now()).isEqualTo("t1");
            assertThat(now()).isEqualTo("t1");
        }
    }

    @Nested
    class Promise_10_keys_are_walls {

        @ParameterizedTest
        @ValueSource(strings = {"500", "malformed", "bug"})
        void so_a_tenant_that_always_fails_costs_ten_others_no_call(String kind) {
            Throwable failure = switch (kind) {
                case "500" -> new Unreachable("error", ErrorResponse.status(500), null);
                case "malformed" -> new Malformed("nonsense", ErrorResponse.status(200));
                default -> new IllegalStateException("a bug for this tenant");
            };
            TokenSources<String> tenants = TokenSources.of(tenant -> builder.name(tenant)
                    .authentication(request -> Mono.just(request.parameter("tenant", tenant)))
                    .endpoint(endpointOf(failure)));
            int failed = 0;
            for (int call = 0; call < 3_000; call++) {
                tenants.get("bad").token().subscribe(token -> {}, expected -> {});
                for (int good = 0; good < 10; good++) {
                    TestSubscriber<AccessToken> caller = TestSubscriber.create();
                    tenants.get("good" + good).token().subscribe(caller);
                    failed += caller.isTerminatedComplete() ? 0 : 1;
                }
                time.advance(Duration.ofMillis(20));
            }

            assertThat(failed).isZero();
        }

        private dev.reactivetoken.endpoint.TokenEndpoint shared;

        private dev.reactivetoken.endpoint.TokenEndpoint endpointOf(Throwable failure) {
            if (shared == null) {
                shared = request ->
                        request.parameters().stream().anyMatch(p -> p.value().equals("bad"))
                                ? Mono.error(failure)
                                : answer("t", Duration.ofSeconds(30));
            }
            return shared;
        }
    }

    @Nested
    class Promise_11_close {

        @Test
        void cancels_the_request_in_flight_and_tells_all_who_wait() {
            AtomicInteger cancelled = new AtomicInteger();
            endpoint.then(Mono.<TokenResponse>never().doOnCancel(cancelled::incrementAndGet));
            TestSubscriber<AccessToken> waiting = ask();
            source.close();

            assertThat(waiting.expectTerminalError()).isInstanceOf(Unavailable.class);
            assertThat(cancelled).hasValue(1);
            assertThat(((TokenException) ask().expectTerminalError()).getMessage())
                    .isEqualTo("token source 'orders': closed");
        }
    }
}
