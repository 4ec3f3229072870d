package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Rounds;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Versions;
import dev.reactivetoken.benchmarks.subject.SpringSubject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.spring.BearerExchangeFilter;
import dev.reactivetoken.spring.security.TokenSourceAuthorizedClientManager;
import dev.reactivetoken.token.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Requests per second of a client that attaches a token, 64 at once, and their share of a fixed header's. */
final class FilterBenchmark {

    static final String WEB_CLIENT = "reactive-token, BearerExchangeFilter";
    private static final String MANAGER = "reactive-token, under Spring Security's filter";
    private static final String FIXED = "fixed header (floor)";
    private static final String NONE = "no header";
    private static final int LANES = 64;

    private FilterBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(endpoint.uri("/token"))
                        .credential(CredentialSource.fixed("client", Secret.of("secret")))
                        .build();
                TokenSourceAuthorizedClientManager manager = TokenSourceAuthorizedClientManager.of(
                        new InMemoryReactiveClientRegistrationRepository(SpringSubject.registration(endpoint)))) {
            String token = source.token().block().authorization();
            String origin = endpoint.uri("").toString();

            Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
            works.put(FIXED, get(client(endpoint).defaultHeader(HttpHeaders.AUTHORIZATION, token)));
            works.put(
                    WEB_CLIENT,
                    get(client(endpoint).filter(BearerExchangeFilter.of(source).allow(origin))));
            works.put(MANAGER, get(client(endpoint).filter(springs(manager, endpoint))));
            works.put(
                    Subjects.SPRING.label,
                    get(client(endpoint).filter(springs(new SpringSubject(endpoint).manager(), endpoint))));
            works.put(NONE, get(client(endpoint)));
            compare(
                    new Shares(session, FIXED, Metrics.SHARE_OF_FIXED_HEADER, "requests", FilterBenchmark::version),
                    works,
                    () -> BareFetch.closeConnections(endpoint.uri("/")));
        }
        NettyClientBenchmark.measure(session);
        SidecarBenchmark.measure(session);
    }

    /** Lets the works take turns, and compares each with the floor among them. */
    static void compare(Shares shares, Map<String, IntFunction<Mono<?>>> works, Runnable beforeRound) {
        int rounds = shares.session().form.pick(1, 30, 200);
        Duration each =
                shares.session().form.pick(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(200));
        shares.add(Map.of("concurrent", LANES), Rounds.perSecond(works, LANES, rounds, each, beforeRound));
    }

    /** Of a subject that is reactive-token or Reactor Netty itself. */
    static String nettyOrOurs(String subject) {
        return subject.startsWith(Subjects.REACTIVE_TOKEN.label)
                ? Subjects.REACTIVE_TOKEN.version()
                : Versions.of("io.projectreactor.netty:reactor-netty-http");
    }

    private static String version(String subject) {
        if (subject.equals(FIXED) || subject.equals(NONE)) {
            return Versions.of("org.springframework:spring-webflux");
        }
        return subject.equals(Subjects.SPRING.label) ? Subjects.SPRING.version() : Subjects.REACTIVE_TOKEN.version();
    }

    private static ExchangeFilterFunction springs(ReactiveOAuth2AuthorizedClientManager manager, Endpoint endpoint) {
        var filter = new ServerOAuth2AuthorizedClientExchangeFilterFunction(manager);
        filter.setDefaultClientRegistrationId(
                SpringSubject.registration(endpoint).getRegistrationId());
        return filter;
    }

    private static WebClient.Builder client(Endpoint endpoint) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(BareFetch.POOL)))
                .baseUrl(endpoint.uri("").toString());
    }

    private static IntFunction<Mono<?>> get(WebClient.Builder builder) {
        WebClient client = builder.build();
        Mono<?> get = Mono.defer(() -> client.get().uri("/resource").retrieve().toBodilessEntity());
        return lane -> get;
    }
}
