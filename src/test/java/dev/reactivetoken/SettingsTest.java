package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.testing.ScriptedEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.subscriber.TestSubscriber;

/** What can be set, what is refused, and what a missing part is told. */
class SettingsTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Nested
    class Refresh_policy {

        private final RefreshPolicy defaults = RefreshPolicy.DEFAULT;

        @Test
        void each_wither_changes_one_thing() {
            RefreshPolicy changed = defaults.withExpiryMargin(Duration.ofSeconds(1))
                    .withRefreshAhead(0.5)
                    .withJitter(0.1)
                    .withMinInterval(Duration.ofSeconds(2))
                    .withRefusalCooldown(Duration.ofSeconds(3))
                    .withRefuseReducedScope(true);

            assertThat(changed)
                    .isEqualTo(new RefreshPolicy(
                            Duration.ofSeconds(1), 0.5, 0.1, Duration.ofSeconds(2), Duration.ofSeconds(3), true));
            assertThat(defaults)
                    .isEqualTo(new RefreshPolicy(
                            Duration.ofSeconds(10), 0.82, 0.02, Duration.ofSeconds(1), Duration.ofSeconds(5), false));
        }

        @Test
        void windows_are_shares_of_a_life() {
            long second = Duration.ofSeconds(1).toNanos();
            assertThat(defaults.usableAge(second))
                    .isEqualTo(Duration.ofMillis(970).toNanos());
            assertThat(defaults.usableAge(3_600 * second)).isEqualTo(3_590 * second);
            assertThat(defaults.sharedFor(second)).isEqualTo(second / 4);
            assertThat(defaults.sharedFor(3_600 * second)).isEqualTo(second);
            assertThat(defaults.withRefreshAhead(1).withJitter(0).refreshAge(second, 0))
                    .isEqualTo(second);
        }

        @Test
        void a_back_off_leaves_time_for_another_try() {
            long left = Duration.ofSeconds(1).toNanos();
            assertThat(RefreshPolicy.backoff(20, left, 0)).isEqualTo(left / 2);
        }

        @Test
        void limits_are_allowed_and_what_is_beyond_them_is_not() {
            assertThat(defaults.withExpiryMargin(DAY)
                            .withMinInterval(Duration.ZERO)
                            .withRefusalCooldown(DAY))
                    .isNotNull();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withExpiryMargin(DAY.plusNanos(1)))
                    .withMessageContaining("expiryMargin must be from 0 to one day");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withMinInterval(Duration.ofNanos(-1)))
                    .withMessageContaining("minInterval");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withRefusalCooldown(Duration.ofNanos(-1)))
                    .withMessageContaining("refusalCooldown");
        }

        @ParameterizedTest
        @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
        void a_share_beyond_the_life_is_refused(double share) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withRefreshAhead(share))
                    .withMessageContaining("refreshAhead");
        }

        @ParameterizedTest
        @ValueSource(doubles = {-0.01, 0.82, Double.NaN})
        void a_jitter_beyond_the_share_is_refused(double share) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withJitter(share))
                    .withMessageContaining("jitter");
        }
    }

    @Nested
    class Resilience_ {

        @Test
        void each_wither_changes_one_thing() {
            Resilience defaults = Resilience.defaults("orders");
            Retry retry = Retry.ofDefaults("other");
            CircuitBreaker breaker = CircuitBreaker.ofDefaults("other");

            assertThat(defaults.attemptTimeout()).isEqualTo(Duration.ofSeconds(5));
            assertThat(defaults.deadline()).isEqualTo(Duration.ofSeconds(15));
            assertThat(defaults.retry().getName()).isEqualTo("orders");
            assertThat(defaults.withAttemptTimeout(Duration.ofSeconds(1))
                            .withDeadline(Duration.ofSeconds(2))
                            .withRetry(retry)
                            .withCircuitBreaker(breaker))
                    .isEqualTo(new Resilience(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(2),
                            retry,
                            breaker.getCircuitBreakerConfig(),
                            breaker));
        }

        @Test
        void no_time_at_all_is_refused() {
            Resilience defaults = Resilience.defaults("orders");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withAttemptTimeout(Duration.ZERO))
                    .withMessage("attemptTimeout must be positive: PT0S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> defaults.withDeadline(Duration.ofSeconds(-1)))
                    .withMessage("deadline must be positive: PT-1S");
        }

        @Test
        void the_clock_of_the_breaker_is_the_one_that_nobody_sets() {
            ManualTime time = new ManualTime();
            MonotonicClock clock = new MonotonicClock(time);
            var start = clock.instant();
            time.setWallClock(Duration.ofHours(5));
            time.advance(Duration.ofSeconds(1));

            assertThat(Duration.between(start, clock.instant()))
                    .isEqualTo(Duration.ofSeconds(1).plus(CachedToken.CLOCK_READ_INTERVAL));
        }
    }

    @Nested
    class Builder {

        private final TokenSourceBuilder builder = ReactiveTokenSource.builder();
        private final CredentialSource credential = CredentialSource.fixed("client", Secret.of("secret"));

        @Test
        void without_a_place_to_ask_says_what_to_call() {
            assertThatThrownBy(() -> builder.credential(credential).build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no token endpoint: call provider(…), tokenUri(…) or endpoint(…)");
        }

        @Test
        void without_an_identity_says_what_to_call() {
            assertThatThrownBy(() -> builder.tokenUri(URI.create("https://as.example/token"))
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no client identity: call credential(…) or authentication(…)");
        }

        @Test
        void without_a_scope_that_the_provider_requires_says_what_to_call() {
            TokenSourceBuilder barracuda =
                    builder.provider(Barracuda.tokenService(Region.US)).credential(credential);

            assertThatThrownBy(barracuda::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("barracuda-us requires a scope: call scopes(…)");
            barracuda.scopes(Barracuda.ESS_ACCOUNT_READ).build().close();
            barracuda.grant(Grant.clientCredentials().scopes("custom")).build().close();
            barracuda.endpoint(new ScriptedEndpoint(new ManualTime())).build().close();
        }

        @Test
        void of_plain_http_to_elsewhere_is_refused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.tokenUri(URI.create("http://as.example/token"))
                            .credential(credential)
                            .build());
        }

        @Test
        void of_a_relative_address_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.tokenUri(URI.create("/token")));
        }

        @Test
        void is_shared_safely_for_each_setter_answers_a_copy() {
            TokenSourceBuilder named = builder.name("one");

            assertThat(named).isNotSameAs(builder).isNotSameAs(named.name("two"));
        }

        @Test
        void names_a_source_after_its_server_and_takes_its_own_resilience() {
            ManualTime time = new ManualTime();
            try (ReactiveTokenSource source = builder.tokenUri(URI.create("https://as.example/token"))
                    .endpoint(new ScriptedEndpoint(time).thenStatus(503, 1))
                    .credential(credential)
                    .clock(time)
                    .scheduler(time.scheduler())
                    .resilience(Resilience.defaults("once")
                            .withRetry(Retry.of(
                                    "once", RetryConfig.custom().maxAttempts(1).build())))
                    .build()) {
                TestSubscriber<AccessToken> caller = TestSubscriber.create();
                source.token().subscribe(caller);

                assertThat(caller.expectTerminalError())
                        .isInstanceOf(Unreachable.class)
                        .hasMessage("token source 'as.example': later (503)");
            }
        }
    }

    @Test
    void a_fixed_source_answers_its_token_whatever_happens() {
        AccessToken token = AccessToken.bearer("t", Duration.ZERO);
        ReactiveTokenSource source = ReactiveTokenSource.fixed(token);
        source.invalidate(token);
        source.close();

        assertThat(source.token().block()).isSameAs(token);
    }
}
