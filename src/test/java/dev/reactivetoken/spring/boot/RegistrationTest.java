package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshEvent;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.spring.security.TokenSourceAuthorizedClientManager;
import dev.reactivetoken.testing.server.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import reactor.test.StepVerifier;

/** Token clients from registrations of Spring Security, and its manager over token sources. */
class RegistrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SPRINGS = "spring.security.oauth2.client.";

    private final TokenServer server =
            TokenServer.builder().client("id", "hush", "ess:account:read").start();

    private final ReactiveWebApplicationContextRunner context = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ReactiveTokenAutoConfiguration.class,
                    ReactiveOAuth2ClientAutoConfiguration.class,
                    ReactiveTokenSecurityAutoConfiguration.class))
            .withPropertyValues(
                    SPRINGS + "registration.orders-id.provider=acme",
                    SPRINGS + "registration.orders-id.client-id=id",
                    SPRINGS + "registration.orders-id.client-secret=hush",
                    SPRINGS + "registration.orders-id.scope=ess:account:read",
                    SPRINGS + "registration.orders-id.authorization-grant-type=client_credentials",
                    SPRINGS + "provider.acme.token-uri=" + server.tokenUri());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_registration_is_read_as_the_configuration_of_a_client() {
        context.withPropertyValues(
                        "reactive-token.clients.orders.registration=orders-id",
                        "reactive-token.clients.orders.connect-timeout=1s",
                        "reactive-token.clients.orders.origins=https://api.example.com")
                .run(made -> {
                    ReactiveTokenSource orders = made.getBean("ordersTokenSource", ReactiveTokenSource.class);
                    assertThat(orders.status().source()).isEqualTo("orders");
                    StepVerifier.create(orders.token())
                            .assertNext(token -> assertThat(token.scopes()).containsExactly("ess:account:read"))
                            .expectComplete()
                            .verify(PATIENCE);
                });
    }

    @Test
    void a_registration_that_is_not_there_keeps_the_application_from_starting() {
        context.withPropertyValues("reactive-token.clients.orders.registration=nobody")
                .run(made -> assertThat(made)
                        .getFailure()
                        .hasStackTraceContaining("reactive-token.clients.orders.registration: there is no client"
                                + " registration 'nobody', but [orders-id]"));
    }

    @Test
    void the_manager_of_authorized_clients_is_ours_where_that_is_wished() {
        List<String> told = new CopyOnWriteArrayList<>();
        TokenObserver observer = new TokenObserver() {
            @Override
            public void onRefresh(RefreshEvent event) {
                told.add(event.source());
            }
        };
        context.withPropertyValues("reactive-token.security.authorized-client-manager=true")
                .withBean(TokenObserver.class, () -> observer)
                .run(made -> {
                    ReactiveOAuth2AuthorizedClientManager manager =
                            made.getBean(ReactiveOAuth2AuthorizedClientManager.class);
                    assertThat(manager).isInstanceOf(TokenSourceAuthorizedClientManager.class);
                    StepVerifier.create(manager.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("orders-id")
                                    .principal("anybody")
                                    .build()))
                            .expectNextCount(1)
                            .expectComplete()
                            .verify(PATIENCE);
                    assertThat(told).containsExactly("orders-id");
                });
    }

    @Test
    void without_the_wish_there_is_no_manager_of_ours() {
        context.run(made -> assertThat(made).hasNotFailed().doesNotHaveBean(TokenSourceAuthorizedClientManager.class));
    }
}
