package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.TokenStatus.State;
import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TokenHealthTest {

    private static final TokenException FAILURE = new TokenException.Unavailable("out of order", null);

    private final ManualTime time = new ManualTime();
    private final AccessToken token = AccessToken.bearer("hush", Duration.ofHours(1), time);
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ReactiveTokenAutoConfiguration.class,
                    ReactiveTokenHealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "reactive-token.clients.orders.token-uri=https://auth.example.com/token",
                    "reactive-token.clients.orders.client-id=id",
                    "reactive-token.clients.orders.client-secret=hush");

    private Health health(State state, @Nullable AccessToken held, @Nullable TokenException failure) {
        Instant until = held == null ? null : held.expiresAt().minusSeconds(10);
        Duration usable = held == null ? null : Duration.ofMinutes(58);
        Instant since = failure == null ? null : Instant.parse("2026-01-01T00:01:00Z");
        TokenStatus status = new TokenStatus(
                "orders", state, held, until, usable, 3, since, failure, CircuitBreaker.State.HALF_OPEN);
        return TokenHealthIndicator.health(status, time);
    }

    @Test
    void is_up_while_a_usable_token_is_held_whatever_the_last_refresh_did() {
        time.advance(Duration.ofSeconds(90));

        Health health = health(State.AGING, token, FAILURE);

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("state", "aging")
                .containsEntry("age", "PT1M30S")
                .containsEntry("timeToExpiry", "PT58M30S")
                .containsEntry("refreshingSince", Instant.parse("2026-01-01T00:01:00Z"))
                .containsEntry("lastFailure", FAILURE.getMessage())
                .containsEntry("circuitBreaker", "half_open");
        assertThat(health.toString()).doesNotContain("hush");
    }

    @Test
    void tells_ages_by_the_monotonic_clock() {
        time.advance(Duration.ofSeconds(90));
        time.setWallClock(Duration.ofHours(-2));

        assertThat(health(State.FRESH, token, null).getDetails())
                .containsEntry("age", "PT1M30S")
                .containsEntry("timeToExpiry", "PT58M29S");
    }

    @Test
    void is_unknown_without_a_token_and_a_failure() {
        assertThat(health(State.EMPTY, null, null).getStatus()).isEqualTo(Status.UNKNOWN);
        assertThat(health(State.EMPTY, null, null).getDetails()).containsOnlyKeys("state", "circuitBreaker");
    }

    @Test
    void is_down_when_the_last_refresh_failed_and_nothing_usable_is_held() {
        assertThat(health(State.EMPTY, null, FAILURE).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void is_out_of_service_when_closed() {
        assertThat(health(State.CLOSED, null, FAILURE).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void is_part_of_the_health_of_an_application_that_is_not_reactive() {
        context.run(made -> assertThat(made.getBean(HealthEndpoint.class).healthForPath("tokens", "orders"))
                .isNotNull()
                .satisfies(health -> assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN)));
    }

    @Test
    void can_be_turned_off() {
        context.withPropertyValues("management.health.tokens.enabled=false")
                .run(made -> assertThat(made).hasNotFailed().doesNotHaveBean("tokensHealthContributor"));
    }
}
