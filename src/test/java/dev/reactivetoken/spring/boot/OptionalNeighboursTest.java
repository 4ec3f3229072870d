package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DeferredImportSelector;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotationMetadata;

/** Everything beside Spring Boot itself may be absent, each in turn and all at once. */
class OptionalNeighboursTest {

    private static final String[] EVERYTHING = {
        "org.springframework.boot.webclient",
        "org.springframework.web.reactive",
        "io.micrometer",
        "org.springframework.boot.health",
        "org.springframework.boot.actuate",
        "org.springframework.cloud.gateway",
        "org.springframework.boot.security",
        "org.springframework.security"
    };

    private final ReactiveWebApplicationContextRunner context = new ReactiveWebApplicationContextRunner()
            .withUserConfiguration(Config.class)
            .withPropertyValues(
                    "reactive-token.clients.orders.token-uri=https://auth.example.com/token",
                    "reactive-token.clients.orders.client-id=id",
                    "reactive-token.clients.orders.client-secret=hush",
                    "management.endpoints.web.exposure.include=*");

    /**
     * All auto-configurations of this library, by name as Spring Boot imports them: a loaded class would resolve more.
     */
    static class Ours implements DeferredImportSelector {

        @Override
        public String[] selectImports(AnnotationMetadata ignored) {
            return ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()).getCandidates().stream()
                    .filter(name -> name.startsWith("dev.reactivetoken."))
                    .toArray(String[]::new);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Ours.class)
    static class Config {}

    @Test
    void each_is_used_where_it_is() {
        context.run(made -> assertThat(made)
                .hasNotFailed()
                .hasBean("ordersBearerFilter")
                .hasBean("reactiveTokenWebClientCustomizer")
                .hasBean("tokensHealthContributor")
                .hasBean("tokensEndpoint")
                .hasBean("reactiveTokenGatewayFilterFactory")
                .hasBean("reactiveTokenClientRegistrations"));
    }

    @ParameterizedTest
    @CsvSource({
        "org.springframework.boot.webclient,      reactiveTokenWebClientCustomizer",
        "org.springframework.web.reactive,        ordersBearerFilter",
        "io.micrometer,                           reactiveTokenMeters",
        "io.micrometer.core,                      reactiveTokenMeters",
        "io.micrometer.observation,               reactiveTokenObservations",
        "io.micrometer.tracing,                   reactiveTokenRefreshTracingHandler",
        "org.springframework.boot.health,         tokensHealthContributor",
        "org.springframework.boot.actuate,        tokensEndpoint",
        "org.springframework.cloud.gateway,       reactiveTokenGatewayFilterFactory",
        "org.springframework.boot.security,       reactiveTokenClientRegistrations",
        "org.springframework.security,            reactiveTokenClientRegistrations"
    })
    void without_it_only_what_needs_it_is_missing(String absent, String bean) {
        context.withClassLoader(new FilteredClassLoader(absent))
                .run(made -> assertThat(made)
                        .hasNotFailed()
                        .hasSingleBean(ReactiveTokenSource.class)
                        .doesNotHaveBean(bean));
    }

    @Test
    void the_wish_for_a_token_on_every_web_client_is_refused_where_it_cannot_be_fulfilled() {
        context.withPropertyValues("reactive-token.clients.orders.web-client=true")
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.webclient"))
                .run(made -> assertThat(made)
                        .getFailure()
                        .hasStackTraceContaining("reactive-token.clients.orders.web-client: needs Spring Boot's"));
    }

    @Test
    void with_none_of_them_there_are_sources() {
        context.withClassLoader(new FilteredClassLoader(EVERYTHING))
                .run(made -> assertThat(made).hasNotFailed().hasSingleBean(ReactiveTokenSource.class));
    }

    @Test
    void without_a_client_they_all_stay_quiet() {
        new ReactiveWebApplicationContextRunner()
                .withUserConfiguration(Config.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(made -> assertThat(made)
                        .hasNotFailed()
                        .doesNotHaveBean("reactiveTokenWebClientCustomizer")
                        .doesNotHaveBean("tokensHealthContributor")
                        .doesNotHaveBean("tokensEndpoint"));
    }

    @Test
    void where_the_sources_are_excluded_nothing_else_is_made() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ReactiveTokenWebClientAutoConfiguration.class,
                        ReactiveTokenHealthAutoConfiguration.class,
                        ReactiveTokenEndpointAutoConfiguration.class,
                        ReactiveTokenSecurityAutoConfiguration.class))
                .withPropertyValues("reactive-token.clients.orders.client-id=id")
                .run(made -> assertThat(made)
                        .hasNotFailed()
                        .doesNotHaveBean("ordersBearerFilter")
                        .doesNotHaveBean("reactiveTokenClientRegistrations"));
    }

    /** A filtered class loader hides no class that is linked already; a class path without the jars does. */
    @Test
    void an_application_of_spring_boot_alone_starts() throws IOException, InterruptedException {
        List<String> needed = List.of(
                "spring-boot-4",
                "spring-boot-autoconfigure-",
                "spring-core-",
                "spring-beans-",
                "spring-context-",
                "spring-aop-",
                "spring-expression-",
                "commons-logging-",
                "reactor-core-",
                "reactor-netty-core-",
                "reactor-netty-http-",
                "reactive-streams-",
                "netty-",
                "jackson-core-",
                "resilience4j-",
                "caffeine-",
                "slf4j-api-",
                "jspecify-",
                "logback-",
                "micrometer-commons-",
                "micrometer-observation-1",
                "snakeyaml-");
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes")
                        || needed.stream().anyMatch(Path.of(entry).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        BareApplication.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("TokenStatus[source=orders, state=EMPTY");
        assertThat(program.exitValue()).isZero();
    }
}
