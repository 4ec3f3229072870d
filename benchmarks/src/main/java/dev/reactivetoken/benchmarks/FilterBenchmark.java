package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Rounds;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Versions;
import dev.reactivetoken.benchmarks.subject.SpringSubject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.token.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Requests per second of a WebClient that attaches a token, 64 at once. Our integration does not exist yet: in its
 * place stands the filter that a user would write by hand.
 */
final class FilterBenchmark {

    static final String FIXED = "fixed header (floor)";
    private static final String NONE = "no header";
    private static final String HAND_WRITTEN = "reactive-token, filter written by hand";
    private static final int LANES = 64;

    private FilterBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(endpoint.uri("/token"))
                        .credential(CredentialSource.fixed("client", Secret.of("secret")))
                        .build()) {
            var spring = new ServerOAuth2AuthorizedClientExchangeFilterFunction(new SpringSubject(endpoint).manager());
            spring.setDefaultClientRegistrationId(
                    SpringSubject.registration(endpoint).getRegistrationId());
            String token = source.token().block().authorization();

            Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
            works.put(NONE, get(endpoint, (request, next) -> next.exchange(request)));
            works.put(FIXED, get(endpoint, (request, next) -> next.exchange(with(request, token))));
            works.put(
                    HAND_WRITTEN,
                    get(
                            endpoint,
                            (request, next) -> source.token()
                                    .flatMap(held -> next.exchange(with(request, held.authorization())))));
            works.put(Subjects.SPRING.label, get(endpoint, spring));
            measure(session, works, () -> BareFetch.forgetConnections(endpoint.uri("/")));
        }
        NettyClientBenchmark.measure(session);
        SidecarBenchmark.measure(session);
    }

    private static void measure(Session session, Map<String, IntFunction<Mono<?>>> works, Runnable afresh) {
        int rounds = session.form.pick(1, 7, 15);
        Duration each = session.form.pick(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(2));
        Map<String, Rounds.Rate> rates = Rounds.perSecond(works, LANES, rounds, each, afresh);
        double floor = rates.get(FIXED).perSecond();
        rates.forEach((subject, rate) -> {
            String version = subject.equals(Subjects.SPRING.label)
                    ? Subjects.SPRING.version()
                    : subject.equals(HAND_WRITTEN)
                            ? Subjects.REACTIVE_TOKEN.version()
                            : Versions.of("org.springframework:spring-webflux");
            Map<String, Object> params = Map.of("concurrent", LANES);
            session.add(subject, version, params, "requests", "1/s", rate.perSecond(), rate.error());
            session.add(subject, version, params, "share of a fixed header", "1", rate.perSecond() / floor, null);
            session.say("%-40s %,9.0f requests/s  %.2f of a fixed header"
                    .formatted(subject, rate.perSecond(), rate.perSecond() / floor));
        });
    }

    private static ClientRequest with(ClientRequest request, String authorization) {
        return ClientRequest.from(request)
                .headers(headers -> headers.set(HttpHeaders.AUTHORIZATION, authorization))
                .build();
    }

    private static IntFunction<Mono<?>> get(Endpoint endpoint, ExchangeFilterFunction filter) {
        WebClient client = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(BareFetch.POOL)))
                .baseUrl(endpoint.uri("").toString())
                .filter(filter)
                .build();
        Mono<?> get = Mono.defer(() -> client.get().uri("/resource").retrieve().toBodilessEntity());
        return lane -> get;
    }
}
