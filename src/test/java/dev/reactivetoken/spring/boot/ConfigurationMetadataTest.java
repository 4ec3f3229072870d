package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.Resilience;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metadata of the properties, for IDEs. */
class ConfigurationMetadataTest {

    private static final String CLIENT =
            "META-INF/spring/configuration-metadata/" + ClientProperties.class.getName() + ".json";

    private static Map<String, JsonNode> properties(String resource) throws IOException {
        try (InputStream in = ConfigurationMetadataTest.class.getClassLoader().getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            Map<String, JsonNode> properties = new LinkedHashMap<>();
            new JsonMapper()
                    .readTree(in)
                    .get("properties")
                    .forEach(each -> properties.put(each.get("name").asString(), each));
            return properties;
        }
    }

    @Test
    void every_property_has_a_sentence_that_describes_it() throws IOException {
        Map<String, JsonNode> all = properties(CLIENT);
        all.putAll(properties("META-INF/spring-configuration-metadata.json"));

        assertThat(all).containsKeys("reactive-token.clients", "management.health.tokens.enabled", "provider");
        all.forEach((name, property) -> {
            if (!name.startsWith("management.endpoint.")) { // Spring Boot's own words
                assertThat(property.path("description").asString()).as(name).matches("(?s)[A-Z].*\\.");
            }
        });
    }

    @Test
    void every_component_is_there() throws IOException {
        assertThat(properties(CLIENT).keySet())
                .containsAll(Arrays.stream(ClientProperties.class.getRecordComponents())
                        .filter(each -> !List.of("refresh", "resilience", "proxy", "ssl")
                                .contains(each.getName()))
                        .map(each -> each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                        .toList())
                .contains(
                        "refresh.expiry-margin",
                        "resilience.circuit-breaker.sliding-window",
                        "proxy.host",
                        "ssl.bundle");
    }

    @Test
    void the_defaults_that_are_told_are_those_of_the_library() throws IOException {
        Map<String, String> told = new LinkedHashMap<>();
        properties(CLIENT).forEach((name, property) -> {
            if (property.has("defaultValue")) {
                told.put(name, property.get("defaultValue").asString());
            }
        });
        ClientProperties bound = new Binder(new MapConfigurationPropertySource(Map.of("x.client-id", "id")))
                .bind("x", ClientProperties.class)
                .get();
        PropertyPath path = new PropertyPath("x");

        assertThat(told)
                .contains(entry("refresh.expiry-margin", "10s"), entry("resilience.deadline", "15s"))
                .contains(entry("web-client", "false"));
        assertThat(bound.refresh().policy(path)).isEqualTo(RefreshPolicy.DEFAULT);
        Resilience usual = Resilience.defaults("x");
        Resilience ours = bound.resilience().of("x", path);
        assertThat(ours.attemptTimeout()).isEqualTo(usual.attemptTimeout());
        assertThat(ours.deadline()).isEqualTo(usual.deadline());
        assertThat(ours.retry().getRetryConfig().getMaxAttempts())
                .isEqualTo(usual.retry().getRetryConfig().getMaxAttempts());
        CircuitBreakerConfig theirs = usual.circuitBreakerConfig();
        assertThat(ours.circuitBreakerConfig())
                .usingRecursiveComparison()
                .comparingOnlyFields(
                        "failureRateThreshold",
                        "minimumNumberOfCalls",
                        "slidingWindowSize",
                        "slidingWindowType",
                        "permittedNumberOfCallsInHalfOpenState")
                .isEqualTo(theirs);
        assertThat(ours.circuitBreakerConfig()
                        .getWaitIntervalFunctionInOpenState()
                        .apply(1))
                .isEqualTo(theirs.getWaitIntervalFunctionInOpenState().apply(1));
    }

    @Test
    void what_prints_itself_prints_no_secret() {
        ReactiveTokenProperties bound = new Binder(new MapConfigurationPropertySource(Map.of(
                        "reactive-token.clients.orders.client-id", "id",
                        "reactive-token.clients.orders.client-secret", "hush",
                        "reactive-token.clients.orders.refresh-token", "hush",
                        "reactive-token.clients.orders.parameters.password", "hush")))
                .bind("reactive-token", ReactiveTokenProperties.class)
                .get();

        assertThat(bound.toString()).contains("orders", "id").doesNotContain("hush");
    }

    @Test
    void secrets_are_known_however_their_property_is_written() {
        assertThat(List.of(
                        "reactive-token.clients.orders.client-secret",
                        "reactive-token.clients.orders.clientSecret",
                        "REACTIVETOKEN_CLIENTS_ORDERS_CLIENTSECRET",
                        "reactive-token.clients.my-orders.refresh-token"))
                .allMatch(SecretProperties::isSecret);
        assertThat(List.of(
                        "reactive-token.clients.orders.client-id",
                        "reactive-token.clients.orders.client-secret-file",
                        "spring.security.oauth2.client.registration.orders.client-secret"))
                .noneMatch(SecretProperties::isSecret);
    }
}
