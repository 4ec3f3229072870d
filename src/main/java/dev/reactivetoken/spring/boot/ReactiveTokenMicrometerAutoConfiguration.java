package dev.reactivetoken.spring.boot;

import dev.reactivetoken.micrometer.TokenMeters;
import dev.reactivetoken.micrometer.TokenObservations;
import dev.reactivetoken.micrometer.TokenRefreshTracingHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Meters, observations and spans of every source, each where there is a registry for it. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration"
        })
class ReactiveTokenMicrometerAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnBean(MeterRegistry.class)
    static class Meters {

        @Bean
        @ConditionalOnMissingBean
        TokenMeters reactiveTokenMeters(MeterRegistry registry) {
            return TokenMeters.of(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    @ConditionalOnBean(ObservationRegistry.class)
    static class Observations {

        @Bean
        @ConditionalOnMissingBean
        TokenObservations reactiveTokenObservations(ObservationRegistry registry) {
            return TokenObservations.of(registry);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Tracer.class)
    @ConditionalOnBean(Tracer.class)
    static class Spans {

        /** Before the default handler, which takes every observation that no other handler takes. */
        @Bean
        @ConditionalOnMissingBean
        @Order(0)
        TokenRefreshTracingHandler reactiveTokenRefreshTracingHandler(Tracer tracer) {
            return new TokenRefreshTracingHandler(tracer);
        }
    }
}
