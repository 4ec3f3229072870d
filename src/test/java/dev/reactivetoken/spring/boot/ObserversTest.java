package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.micrometer.TokenMeters;
import dev.reactivetoken.micrometer.TokenObservations;
import dev.reactivetoken.micrometer.TokenRefreshTracingHandler;
import dev.reactivetoken.testing.server.TokenServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

/** Meters, observations and spans, each where the application has a registry for it. */
class ObserversTest {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ReactiveTokenAutoConfiguration.class, ReactiveTokenMicrometerAutoConfiguration.class))
            .withPropertyValues(
                    "reactive-token.clients.orders.client-id=id",
                    "reactive-token.clients.orders.client-secret=hush",
                    "reactive-token.clients.orders.scopes=ess:account:read");

    @Test
    void meters_and_observations_of_each_source_go_into_the_registries_of_the_application() {
        TestObservationRegistry observations = TestObservationRegistry.create();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (TokenServer server =
                TokenServer.builder().client("id", "hush", "ess:account:read").start()) {
            context.withPropertyValues("reactive-token.clients.orders.token-uri=" + server.tokenUri())
                    .withBean(ObservationRegistry.class, () -> observations)
                    .withBean(MeterRegistry.class, () -> meters)
                    .run(made -> {
                        StepVerifier.create(
                                        made.getBean(ReactiveTokenSource.class).token())
                                .expectNextCount(1)
                                .expectComplete()
                                .verify(Duration.ofSeconds(20));

                        assertThat(meters.getMeters())
                                .anySatisfy(meter -> assertThat(
                                                meter.getId().getTags().toString())
                                        .contains("orders"));
                        TestObservationRegistryAssert.assertThat(observations).hasNumberOfObservationsEqualTo(1);
                    });
        }
    }

    @Test
    void spans_are_made_where_there_is_a_tracer() {
        context.withPropertyValues("reactive-token.clients.orders.token-uri=https://auth.example.com/token")
                .withBean(Tracer.class, SimpleTracer::new)
                .run(made -> assertThat(made).hasSingleBean(TokenRefreshTracingHandler.class));
    }

    @Test
    void without_registries_there_are_no_observers() {
        context.withPropertyValues("reactive-token.clients.orders.token-uri=https://auth.example.com/token")
                .run(made -> assertThat(made)
                        .hasNotFailed()
                        .doesNotHaveBean(TokenMeters.class)
                        .doesNotHaveBean(TokenObservations.class)
                        .doesNotHaveBean(TokenRefreshTracingHandler.class));
    }
}
