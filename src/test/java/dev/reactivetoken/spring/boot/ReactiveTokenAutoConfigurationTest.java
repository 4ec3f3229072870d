package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshEvent;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.test.StepVerifier;

class ReactiveTokenAutoConfigurationTest {

    private static final String SCOPE = "ess:account:read";

    @TempDir
    Path dir;

    private final TokenServer server =
            TokenServer.builder().client("id", "hush", SCOPE).start();

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ReactiveTokenAutoConfiguration.class));

    @AfterEach
    void close() {
        server.close();
    }

    private ApplicationContextRunner orders(String... more) {
        return context.withPropertyValues(
                        "reactive-token.clients.orders.provider=barracuda-us",
                        "reactive-token.clients.orders.token-uri=" + server.tokenUri(),
                        "reactive-token.clients.orders.scopes=" + SCOPE)
                .withPropertyValues(more);
    }

    private ApplicationContextRunner knownOrders(String... more) {
        return orders("reactive-token.clients.orders.client-id=id", "reactive-token.clients.orders.client-secret=hush")
                .withPropertyValues(more);
    }

    @Test
    void makes_nothing_without_a_client() {
        context.run(made -> assertThat(made).hasNotFailed().doesNotHaveBean(ReactiveTokenSource.class));
    }

    @Test
    void makes_a_source_and_a_call_of_each_client_and_sends_nothing_before_the_first_caller() {
        knownOrders(
                        "reactive-token.clients.my-stock.token-uri=https://auth.example.com/token",
                        "reactive-token.clients.my-stock.client-id=id",
                        "reactive-token.clients.my-stock.client-secret=hush")
                .run(made -> {
                    assertThat(made.getBeansOfType(ReactiveTokenSource.class))
                            .containsOnlyKeys("ordersTokenSource", "my-stockTokenSource");
                    assertThat(made.getBeansOfType(BearerCall.class))
                            .containsOnlyKeys("ordersBearerCall", "my-stockBearerCall");
                    assertThat(server.counts().tokenRequests()).isZero();

                    ReactiveTokenSource orders = made.getBean("ordersTokenSource", ReactiveTokenSource.class);
                    assertThat(orders.status().source()).isEqualTo("orders");
                    StepVerifier.create(orders.token())
                            .assertNext(token -> assertThat(token.scopes()).containsExactly(SCOPE))
                            .verifyComplete();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoWishes {

        @Bean
        List<ReactiveTokenSource> injected(
                @Qualifier("stock") ReactiveTokenSource byQualifier,
                ReactiveTokenSource ordersTokenSource,
                Map<String, ReactiveTokenSource> all,
                @Qualifier("stock") BearerCall call) {
            assertThat(all).containsOnlyKeys("ordersTokenSource", "stockTokenSource");
            assertThat(call.origins()).hasToString("[https://stock.example.com]");
            return List.of(byQualifier, ordersTokenSource);
        }
    }

    @Test
    void a_client_is_injected_by_qualifier_by_bean_name_and_in_a_map() {
        knownOrders(
                        "reactive-token.clients.stock.token-uri=https://auth.example.com/token",
                        "reactive-token.clients.stock.client-id=id",
                        "reactive-token.clients.stock.client-secret=hush",
                        "reactive-token.clients.stock.origins=https://stock.example.com")
                .withUserConfiguration(TwoWishes.class)
                .run(made -> {
                    assertThat(made).hasNotFailed();
                    assertThat((List<?>) made.getBean("injected"))
                            .isEqualTo(List.of(made.getBean("stockTokenSource"), made.getBean("ordersTokenSource")));
                });
    }

    @Test
    void a_bean_named_like_the_client_is_not_in_the_way() {
        knownOrders()
                .withBean("orders", String.class, () -> "a service")
                .run(made -> assertThat(made).hasNotFailed().hasBean("ordersTokenSource"));
    }

    @Test
    void closes_the_sources_with_the_context() {
        List<ReactiveTokenSource> seen = new ArrayList<>();
        knownOrders().run(made -> seen.add(made.getBean(ReactiveTokenSource.class)));

        assertThat(seen.get(0).status().state()).isEqualTo(TokenStatus.State.CLOSED);
    }

    @Test
    void tells_every_observer() {
        List<String> told = new CopyOnWriteArrayList<>();
        knownOrders()
                .withBean("one", TokenObserver.class, () -> refreshes("one", told))
                .withBean("two", TokenObserver.class, () -> refreshes("two", told))
                .run(made -> {
                    StepVerifier.create(made.getBean(ReactiveTokenSource.class).token())
                            .expectNextCount(1)
                            .verifyComplete();
                    assertThat(told).containsExactlyInAnyOrder("one orders", "two orders");
                });
    }

    private static TokenObserver refreshes(String name, List<String> told) {
        return new TokenObserver() {
            @Override
            public void onRefresh(RefreshEvent event) {
                told.add(name + " " + event.source());
            }
        };
    }

    @Test
    void a_customizer_has_the_last_word_and_may_set_the_credential() {
        orders().withBean(
                        TokenSourceCustomizer.class,
                        () -> (client, builder) -> builder.credential(CredentialSource.fixed("id", Secret.of("hush"))))
                .run(made -> StepVerifier.create(
                                made.getBean(ReactiveTokenSource.class).token())
                        .expectNextCount(1)
                        .verifyComplete());
    }

    @Test
    void a_secret_file_is_read_again_at_each_refresh() throws IOException {
        Path file = Files.writeString(dir.resolve("secret"), "hush\n");
        orders(
                        "reactive-token.clients.orders.client-id=id",
                        "reactive-token.clients.orders.client-secret-file=" + file,
                        "reactive-token.clients.orders.refresh.min-interval=0s")
                .run(made -> {
                    ReactiveTokenSource orders = made.getBean(ReactiveTokenSource.class);
                    AccessToken first = token(orders);
                    server.resetSecret("id", "hush2");
                    Files.writeString(file, "hush2");
                    orders.invalidate(first);

                    assertThat(token(orders)).isNotEqualTo(first);
                });
    }

    @Test
    void credentials_are_a_directory_of_two_files() throws IOException {
        Files.writeString(dir.resolve("client-id"), "id");
        Files.writeString(dir.resolve("client-secret"), "hush");
        orders("reactive-token.clients.orders.credentials=" + dir, "reactive-token.clients.orders.authentication=post")
                .run(made -> assertThat(
                                token(made.getBean(ReactiveTokenSource.class)).scopes())
                        .containsExactly(SCOPE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_post", "client-secret-post", "post", "POST"})
    void an_authentication_has_the_name_of_iana_and_a_short_one(String method) {
        knownOrders("reactive-token.clients.orders.authentication=" + method)
                .run(made -> assertThat(
                                token(made.getBean(ReactiveTokenSource.class)).scopes())
                        .containsExactly(SCOPE));
    }

    @Test
    void resilience_is_what_the_properties_say() {
        server.fault(Fault.status(503, Duration.ZERO), Integer.MAX_VALUE);
        knownOrders("reactive-token.clients.orders.resilience.max-attempts=1").run(made -> {
            StepVerifier.create(made.getBean(ReactiveTokenSource.class).token())
                    .expectError()
                    .verify();
            assertThat(server.counts().tokenRequests()).isEqualTo(1);
        });
    }

    private static AccessToken token(ReactiveTokenSource source) {
        AccessToken token = source.token().block(Duration.ofSeconds(10));
        assertThat(token).isNotNull();
        return token;
    }
}
