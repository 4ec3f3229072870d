package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.LeapingClock;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Rounds;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Versions;
import dev.reactivetoken.benchmarks.subject.SpringSubject;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Fetches per second over loopback. Ours twice: the endpoint alone, which is what the bare POST and Spring's response
 * client do, and whole refreshes of sources whose token is over as soon as it is there, one source for each lane.
 */
final class FetchBenchmark {

    static final String BARE = "bare POST + Jackson (floor)";
    static final String ENDPOINT = "reactive-token, endpoint alone";

    private static final int MANY = 32;

    private FetchBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick()) {
            Map<String, IntFunction<Mono<?>>> works = works(endpoint);
            Duration each = session.form.pick(Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofMillis(500));
            Runnable beforeRound = () -> BareFetch.closeConnections(endpoint.uri("/token"));
            // One at a time is too slow to be compiled within the round that is not counted: the more code a work has,
            // the longer it would have been measured interpreted.
            Rounds.perSecond(works, MANY, session.form.pick(1, 4, 4), each, beforeRound);
            Shares shares = new Shares(session, BARE, Metrics.SHARE_OF_BARE, "fetches", FetchBenchmark::version);
            for (int lanes : new int[] {1, MANY}) {
                int rounds = session.form.pick(1, 12, 24);
                shares.add(Map.of("in flight", lanes), Rounds.perSecond(works, lanes, rounds, each, beforeRound));
            }
        }
    }

    private static Map<String, IntFunction<Mono<?>>> works(Endpoint endpoint) {
        Mono<?> bare = endpoint.fetch();
        Mono<?> alone = endpointAlone(endpoint);
        Mono<?> spring = spring(endpoint);
        List<Mono<?>> sources = IntStream.range(0, MANY)
                .<Mono<?>>mapToObj(lane -> refreshes(endpoint))
                .toList();
        Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
        works.put(BARE, lane -> bare);
        works.put(Subjects.REACTIVE_TOKEN.label, sources::get);
        works.put(ENDPOINT, lane -> alone);
        works.put(Subjects.SPRING.label, lane -> spring);
        return works;
    }

    private static String version(String subject) {
        if (subject.equals(BARE)) {
            return Versions.of("io.projectreactor.netty:reactor-netty-http");
        }
        return (subject.equals(Subjects.SPRING.label) ? Subjects.SPRING : Subjects.REACTIVE_TOKEN).version();
    }

    /** The clocks of this source leap past the end of each token, so that the next caller fetches again. */
    private static Mono<?> refreshes(Endpoint endpoint) {
        LeapingClock clock = new LeapingClock();
        ReactiveTokenSource source = ReactiveTokenSource.builder()
                .endpoint(client(endpoint).withClock(clock))
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
                .resilience(Resilience.defaults("fetch"))
                .clock(clock)
                .build();
        return source.token().doOnNext(token -> clock.leap(token.lifetime()));
    }

    private static Mono<?> endpointAlone(Endpoint endpoint) {
        TokenRequest request =
                TokenRequest.of("client_credentials").header("Authorization", "Basic Y2xpZW50OnNlY3JldA==");
        return client(endpoint).send(request);
    }

    /** On the same pool as the others. */
    private static NettyTokenEndpoint client(Endpoint endpoint) {
        return NettyTokenEndpoint.of(endpoint.uri("/token"), Dialect.STANDARD)
                .withHttpClient(own -> HttpClient.create(BareFetch.POOL));
    }

    private static Mono<?> spring(Endpoint endpoint) {
        var client = SpringSubject.responseClient();
        var request = new OAuth2ClientCredentialsGrantRequest(SpringSubject.registration(endpoint));
        return Mono.defer(() -> client.getTokenResponse(request));
    }
}
