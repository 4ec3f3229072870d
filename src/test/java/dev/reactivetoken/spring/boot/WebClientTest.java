package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.bearer.Resource;
import dev.reactivetoken.spring.BearerExchangeFilter;
import dev.reactivetoken.testing.server.TokenServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/** Which WebClient sends which token to which origin. */
class WebClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TokenServer server =
            TokenServer.builder().client("id", "hush", "ess:account:read").start();
    private final Resource first = new Resource(seen -> Resource.Answer.OK);
    private final Resource second = new Resource(seen -> Resource.Answer.OK);
    private final Resource stranger = new Resource(seen -> Resource.Answer.OK);

    @AfterEach
    void close() {
        first.close();
        second.close();
        stranger.close();
        server.close();
    }

    private ApplicationContextRunner with(String... more) {
        ApplicationContextRunner context = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        ReactiveTokenAutoConfiguration.class,
                        ReactiveTokenWebClientAutoConfiguration.class,
                        WebClientAutoConfiguration.class));
        for (String client : List.of("one", "two")) {
            String prefix = "reactive-token.clients." + client;
            context = context.withPropertyValues(
                    prefix + ".provider=barracuda-us",
                    prefix + ".token-uri=" + server.tokenUri(),
                    prefix + ".client-id=id",
                    prefix + ".client-secret=hush",
                    prefix + ".scopes=ess:account:read",
                    prefix + ".origins=" + (client.equals("one") ? first : second).origin());
        }
        return context.withPropertyValues(more);
    }

    private static void get(WebClient client, Resource resource) {
        client.get().uri(resource.uri("/")).retrieve().toBodilessEntity().block(PATIENCE);
    }

    @Test
    void every_client_of_the_builder_sends_each_token_to_its_own_origins_and_nothing_elsewhere() {
        with("reactive-token.clients.one.web-client=true", "reactive-token.clients.two.web-client=true")
                .run(made -> {
                    WebClient client = made.getBean(WebClient.Builder.class).build();
                    get(client, first);
                    get(client, second);
                    get(client, stranger);

                    assertThat(stranger.authorizations()).containsExactly((String) null);
                    String one = first.authorizations().get(0);
                    String two = second.authorizations().get(0);
                    assertThat(one).startsWith("Bearer ").isNotEqualTo(two);
                    assertThat(two).startsWith("Bearer ");
                });
    }

    @Test
    void without_the_wish_the_builder_sends_no_token() {
        with("reactive-token.clients.two.web-client=true").run(made -> {
            get(made.getBean(WebClient.Builder.class).build(), first);

            assertThat(first.authorizations()).containsExactly((String) null);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class OneClient {

        @Bean
        WebClient api(WebClient.Builder builder, @Qualifier("one") BearerExchangeFilter filter) {
            return builder.filter(filter).build();
        }
    }

    @Test
    void a_filter_is_injected_by_the_name_of_its_client() {
        with().withUserConfiguration(OneClient.class).run(made -> {
            get(made.getBean("api", WebClient.class), first);
            get(made.getBean("api", WebClient.class), second);

            assertThat(first.authorizations().get(0)).startsWith("Bearer ");
            assertThat(second.authorizations()).containsExactly((String) null);
        });
    }

    @Test
    void a_replay_is_told_to_every_observer() {
        List<String> told = new CopyOnWriteArrayList<>();
        TokenObserver observer = new TokenObserver() {
            @Override
            public void onReplayed(String source, int status) {
                told.add(source + " " + status);
            }
        };
        with(
                        "reactive-token.clients.one.origins=" + server.uri(""),
                        "reactive-token.clients.one.refresh.min-interval=0s")
                .withUserConfiguration(OneClient.class)
                .withBean("first", TokenObserver.class, () -> observer)
                .withBean("second", TokenObserver.class, () -> observer)
                .run(made -> {
                    WebClient.RequestHeadersSpec<?> accounts =
                            made.getBean("api", WebClient.class).get().uri(server.uri("/beta/accounts/ess"));
                    accounts.retrieve().toBodilessEntity().block(PATIENCE);
                    server.revokeAll();
                    accounts.retrieve().toBodilessEntity().block(PATIENCE);

                    assertThat(told).containsExactly("one 200", "one 200");
                });
    }

    @Test
    void a_status_of_the_properties_rejects_a_token() {
        AtomicInteger answered = new AtomicInteger();
        try (Resource api = new Resource(
                seen -> answered.getAndIncrement() == 0 ? new Resource.Answer(403, null, null) : Resource.Answer.OK)) {
            with(
                            "reactive-token.clients.one.origins=" + api.origin(),
                            "reactive-token.clients.one.refresh.min-interval=0s",
                            "reactive-token.clients.one.rejected-statuses=403")
                    .withUserConfiguration(OneClient.class)
                    .run(made -> get(made.getBean("api", WebClient.class), api));

            assertThat(api.authorizations()).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @Test
    void other_origins_are_refused_where_the_client_wants_it_so() {
        with("reactive-token.clients.one.refuse-other-origins=true")
                .withUserConfiguration(OneClient.class)
                .run(made -> {
                    WebClient api = made.getBean("api", WebClient.class);
                    assertThatThrownBy(() -> get(api, stranger)).hasMessageContaining("is refused");
                    assertThat(stranger.seen()).isEmpty();
                });
    }
}
