package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.Readme;
import dev.reactivetoken.spring.BearerExchangeFilter;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup;
import org.springframework.web.service.registry.ImportHttpServices;

/** A real application whose tokens are configured by the properties of the README alone. */
class BootApplicationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SECRET = "5ecret-of-the-test";
    private static final String NEXT_SECRET = "5ecret-after-reset";

    @TempDir
    static Path dir;

    private static TokenServer server;
    private static ReactiveWebServerApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            excludeName = {
                "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration"
            })
    @ImportHttpServices(
            group = "barracuda",
            types = Accounts.class,
            clientType = HttpServiceGroup.ClientType.WEB_CLIENT)
    static class Application {}

    @BeforeAll
    static void start() throws IOException {
        server = TokenServer.builder().client("id", SECRET, "ess:account:read").start();
        Path secret = Files.writeString(dir.resolve("secret"), SECRET);
        String origin = server.uri("").toString();
        Path yaml = Files.writeString(dir.resolve("application.yaml"), yaml(origin));
        application = (ReactiveWebServerApplicationContext) new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.REACTIVE)
                .properties(Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "spring.main.banner-mode", "off",
                        "logging.level.root", "warn",
                        "management.endpoints.web.exposure.include", "*",
                        "management.endpoint.health.show-details", "always",
                        "management.endpoint.env.show-values", "always",
                        "management.endpoint.configprops.show-values", "always",
                        "spring.config.location", yaml.toUri().toString()))
                .run(
                        "--BARRACUDA_CLIENT_ID=id",
                        "--BARRACUDA_SECRET_FILE=" + secret,
                        "--reactive-token.clients.barracuda.token-uri=" + server.tokenUri(),
                        "--reactive-token.clients.barracuda.origins=" + origin,
                        "--reactive-token.clients.barracuda.refresh.min-interval=0s",
                        "--reactive-token.clients.other.token-uri=" + server.tokenUri(),
                        "--reactive-token.clients.other.client-id=id",
                        "--reactive-token.clients.other.client-secret=" + SECRET,
                        "--reactive-token.clients.other.scopes=ess:account:read");
        assertThat(server.counts().tokenRequests()).as("sent by the start").isZero();
    }

    /** The properties of the README, with the resource server of this test. */
    private static String yaml(String origin) {
        return Readme.blocks("yaml").stream()
                .map(block -> block.text().replace("https://api.barracudanetworks.com", origin))
                .collect(Collectors.joining("\n"));
    }

    @BeforeEach
    void renew() {
        server.clearFaults();
        barracuda().renew().block(PATIENCE);
        server.resetCounts();
    }

    private static ReactiveTokenSource barracuda() {
        return application.getBean("barracudaTokenSource", ReactiveTokenSource.class);
    }

    @AfterAll
    static void close() {
        application.close();
        server.close();
    }

    @Test
    void every_client_of_spring_boots_builder_attaches_the_token() {
        String answer = application
                .getBean(WebClient.Builder.class)
                .build()
                .get()
                .uri(server.uri("/beta/accounts/ess"))
                .retrieve()
                .bodyToMono(String.class)
                .block(PATIENCE);

        assertThat(answer).contains("accountId");
        assertThat(server.counts().tokenRequests()).isZero();
    }

    @Test
    void an_http_interface_attaches_the_token() {
        assertThat(application.getBean(Accounts.class).ess().block(PATIENCE)).contains("accountId");
    }

    @Test
    void a_client_without_the_wish_has_a_filter_to_add_where_it_belongs() {
        assertThat(application.getBean("otherBearerFilter")).isInstanceOf(BearerExchangeFilter.class);
    }

    @Test
    void a_secret_that_is_rotated_while_the_application_runs_is_used_at_the_next_refresh() throws Exception {
        Accounts accounts = application.getBean(Accounts.class);
        accounts.ess().block(PATIENCE);
        server.resetSecret("id", NEXT_SECRET);
        Files.writeString(dir.resolve("secret"), NEXT_SECRET);
        assertThat(send("DELETE", "/actuator/tokens/barracuda").statusCode()).isEqualTo(204);

        assertThat(barracuda().renew().block(PATIENCE)).isNotNull();
        assertThat(accounts.ess().block(PATIENCE)).contains("accountId");
        assertThat(server.counts().granted()).isPositive();

        server.resetSecret("id", SECRET);
        Files.writeString(dir.resolve("secret"), SECRET);
    }

    @Test
    void health_follows_the_token_and_never_asks_for_one() throws Exception {
        ReactiveTokenSource other = application.getBean("otherTokenSource", ReactiveTokenSource.class);
        assertThat(send("GET", "/actuator/health/tokens/other").body())
                .isEqualTo("{\"details\":{\"state\":\"empty\"},\"status\":\"UNKNOWN\"}");
        assertThat(server.counts().tokenRequests()).isZero();

        server.fault(Fault.status(503), Integer.MAX_VALUE);
        other.token().onErrorComplete().block(PATIENCE);
        HttpResponse<String> health = send("GET", "/actuator/health/tokens");
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body()).contains("\"status\":\"DOWN\"", "\"lastFailure\":", "cannot answer now (503)");

        server.clearFaults();
        other.token().block(PATIENCE);
        assertThat(send("GET", "/actuator/health/tokens/other").body())
                .contains("\"status\":\"UP\"", "\"state\":\"fresh\"", "\"age\":\"PT", "\"timeToExpiry\":\"PT59M");
    }

    @Test
    void the_endpoint_tells_states_and_renews() throws Exception {
        AccessToken held = barracuda().token().block(PATIENCE);

        assertThat(send("GET", "/actuator/tokens/barracuda").body())
                .contains("\"state\":\"fresh\"", "\"usableFor\":\"PT59M", "\"scopes\":[\"ess:account:read\"]")
                .doesNotContain(held.value());
        assertThat(send("GET", "/actuator/tokens").body()).contains("\"barracuda\":{", "\"other\":{");
        assertThat(send("GET", "/actuator/tokens/nobody").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/actuator/tokens/nobody").statusCode()).isEqualTo(400);

        assertThat(send("DELETE", "/actuator/tokens/barracuda").statusCode()).isEqualTo(204);
        assertThat(barracuda().renew().block(PATIENCE)).isNotEqualTo(held);
    }

    @Test
    void no_page_of_actuator_shows_a_secret_or_a_token() throws Exception {
        String value = barracuda().token().block(PATIENCE).value();

        for (String page : new String[] {"tokens", "health", "configprops", "env", "beans"}) {
            HttpResponse<String> response = send("GET", "/actuator/" + page);
            assertThat(response.statusCode()).as(page).isEqualTo(200);
            assertThat(response.body()).as(page).contains("barracuda").doesNotContain(SECRET, value);
        }
        assertThat(send("GET", "/actuator/configprops").body()).contains("\"clientSecret\":\"******\"");
    }

    @Test
    void meters_are_published() throws Exception {
        application.getBean(Accounts.class).ess().block(PATIENCE);

        assertThat(send("GET", "/actuator/metrics").body()).contains("reactive.token.");
    }

    @Test
    void a_route_of_the_gateway_names_the_client() throws Exception {
        HttpResponse<String> answer = send("GET", "/beta/accounts/ess");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("accountId");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + application.getWebServer().getPort() + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(PATIENCE)
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
