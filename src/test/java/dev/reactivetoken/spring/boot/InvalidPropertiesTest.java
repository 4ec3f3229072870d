package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** An invalid property of a client keeps the application from starting, and the failure names the property. */
class InvalidPropertiesTest {

    private static final String GOOD = "token-uri=https://auth.example.com/token client-id=id client-secret=hush";

    @TempDir
    Path dir;

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ReactiveTokenAutoConfiguration.class, ReactiveTokenWebClientAutoConfiguration.class));

    private Throwable failure(String properties) {
        List<Throwable> failures = new ArrayList<>();
        context.withPropertyValues(properties(properties)).run(made -> {
            assertThat(made).hasFailed();
            failures.add(made.getStartupFailure());
        });
        return failures.get(0);
    }

    private static String[] properties(String text) {
        return Arrays.stream(text.split(" "))
                .map(each -> each.startsWith("reactive-token.") ? each : "reactive-token.clients.orders." + each)
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "client-id=id client-secret=hush | token-uri | is missing; or set provider, one of barracuda-us, barracuda-uk,",
                "token-uri=https://auth.example.com/token | client-id | is missing; or set credentials",
                "token-uri=https://auth.example.com/token client-id=id | client-secret | is missing; or set client-secret-file",
                "provider=barracuda-us client-id=id client-secret=hush | scopes | is missing, but barracuda-us requires",
                "token-uri=https://auth.example.com/token credentials=/x client-id=id | credentials | excludes reactive-token.clients.orders.client-id",
                "token-uri=https://auth.example.com/token credentials=/x client-secret=hush | credentials | excludes",
                "token-uri=https://auth.example.com/token credentials=/x client-secret-file=/y | credentials | excludes",
                "GOOD client-secret-file=/y | client-secret | excludes",
                "GOOD authentication=none | authentication | is none, for a client without a secret",
                "GOOD grant=refresh_token | refresh-token | is missing",
                "GOOD refresh-token=hush | refresh-token | is only for the grant refresh_token",
                "GOOD scopes=a\"b | scopes | is not one name",
                "GOOD parameters.scope=a | parameters.scope | scope",
                "GOOD resource=relative | resource | absolute",
                "GOOD origins=https://api.example.com/path | origins | without a path",
                "GOOD rejected-statuses=403,302 | rejected-statuses | from 400 to 599: 302",
                "GOOD refresh.refresh-ahead=2 | refresh.refresh-ahead | above 0 and at most 1",
                "GOOD refresh.jitter=0.9 | refresh.jitter | below refreshAhead",
                "GOOD refresh.expiry-margin=-1s | refresh.expiry-margin | from 0 to one day",
                "GOOD refresh.min-interval=2d | refresh.min-interval | from 0 to one day",
                "GOOD refresh.refusal-cooldown=2d | refresh.refusal-cooldown | from 0 to one day",
                "GOOD resilience.attempt-timeout=0s | resilience.attempt-timeout | positive",
                "GOOD resilience.deadline=0s | resilience.deadline | positive",
                "GOOD resilience.max-attempts=0 | resilience.max-attempts | maxAttempts",
                "GOOD resilience.circuit-breaker.failure-rate-threshold=101 | resilience.circuit-breaker.failure-rate-threshold | failureRateThreshold",
                "GOOD resilience.circuit-breaker.minimum-number-of-calls=0 | resilience.circuit-breaker.minimum-number-of-calls | minimumNumberOfCalls",
                "GOOD resilience.circuit-breaker.sliding-window=10ms | resilience.circuit-breaker.sliding-window | slidingWindowSize",
                "GOOD resilience.circuit-breaker.wait-duration-in-open-state=0s | resilience.circuit-breaker.wait-duration-in-open-state | waitDurationInOpenState",
                "GOOD default-lifetime=0s | default-lifetime | positive",
                "GOOD connect-timeout=0s | connect-timeout | at least a millisecond",
                "GOOD proxy.port=3128 | proxy.host | is missing",
                "GOOD proxy.host=proxy | proxy.port | is missing",
                "GOOD proxy.host=proxy proxy.port=0 | proxy.port | from 1 to 65535",
                "GOOD ssl.bundle=nowhere | ssl.bundle | SslBundles",
                "GOOD web-client=true | web-client | needs reactive-token.clients.orders.origins",
                "GOOD web-client=true origins=https://a.example refuse-other-origins=true | web-client | excludes",
                "registration=orders client-id=id | registration | excludes reactive-token.clients.orders.client-id",
                "registration=orders | registration | needs Spring Boot's spring-boot-security-oauth2-client",
                "token-uri=http://auth.example.com/token client-id=id client-secret=hush | token-uri | allow-plain-http=true",
                "token-uri=https://auth.example.com/token#x client-id=id client-secret=hush | token-uri | fragment",
            })
    void is_told_by_its_property(String properties, String property, String reason) {
        Throwable failure = failure(properties.replace("GOOD", GOOD));

        assertThat(analysis(failure).getDescription())
                .contains("reactive-token.clients.orders." + property + ": ")
                .contains(reason);
        assertThat(stackTrace(failure)).doesNotContain("hush");
    }

    @Test
    void a_bad_duration_is_told_by_its_property() {
        assertThat(stackTrace(failure(GOOD + " refresh.expiry-margin=soon")))
                .contains("reactive-token.clients.orders.refresh.expiry-margin");
    }

    @Test
    void an_unknown_provider_is_told_with_those_that_are_known() {
        Throwable failure = failure("provider=acme client-id=id client-secret=hush");

        assertThat(analysis(failure).getDescription()).contains("reactive-token.clients.orders.provider");
        assertThat(analysis(failure).getAction())
                .contains("barracuda-us", "barracuda-uk", "echoplatform-us", "echoplatform-uk");
    }

    @Test
    void a_misspelt_name_is_told_with_the_nearest_one() {
        assertThat(stackTrace(failure("provider=baracuda-us client-id=id client-secret=hush")))
                .contains("did you mean barracuda-us?");
        assertThat(stackTrace(failure(GOOD + " authentication=client_secret_baisc")))
                .contains("reactive-token.clients.orders.authentication")
                .contains("did you mean client_secret_basic?");
    }

    @Test
    void two_clients_of_every_web_client_must_not_share_an_origin() {
        String two = Arrays.stream(("GOOD web-client=true origins=https://api.example.com")
                        .replace("GOOD", GOOD)
                        .split(" "))
                .flatMap(each ->
                        List.of("reactive-token.clients.a." + each, "reactive-token.clients.b." + each).stream())
                .collect(Collectors.joining(" "));

        assertThat(analysis(failure(two)).getDescription())
                .contains("reactive-token.clients.b.web-client: has the origin https://api.example.com in common with"
                        + " the client a")
                .contains("aBearerFilter");
    }

    @Test
    void a_secret_file_that_is_not_there_is_named() {
        assertThat(analysis(failure("token-uri=https://auth.example.com/token client-id=id client-secret-file="
                                + dir.resolve("nowhere")))
                        .getDescription())
                .contains("reactive-token.clients.orders.client-secret-file: " + dir.resolve("nowhere")
                        + " is not there");
    }

    @Test
    void an_empty_secret_is_missing() {
        assertThat(analysis(failure("token-uri=https://auth.example.com/token client-id=id client-secret="))
                        .getDescription())
                .contains("reactive-token.clients.orders.client-secret: is missing");
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, problem) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody analyses it", failure));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
