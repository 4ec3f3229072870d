package dev.reactivetoken.benchmarks;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.BareFetch;
import dev.reactivetoken.benchmarks.harness.Endpoint;
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
import java.util.Map;
import java.util.function.IntFunction;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Fetches per second over loopback. Ours twice: the endpoint alone, which is what the bare POST and Spring's response
 * client do, and whole refreshes of sources whose token is rejected as soon as it is there, one source for each lane.
 */
final class FetchBenchmark {

    static final String BARE = "bare POST + Jackson (floor)";
    static final String ENDPOINT = "reactive-token, endpoint alone";

    private FetchBenchmark() {}

    static void measure(Session session) {
        try (Endpoint endpoint = Endpoint.quick()) {
            Map<String, IntFunction<Mono<?>>> works = new LinkedHashMap<>();
            Mono<?> bare = endpoint.fetch();
            works.put(BARE, lane -> bare);
            works.put(Subjects.REACTIVE_TOKEN.label, lane -> refreshes(endpoint));
            works.put(ENDPOINT, lane -> endpointAlone(endpoint));
            works.put(Subjects.SPRING.label, lane -> spring(endpoint));
            Runnable afresh = () -> BareFetch.forgetConnections(endpoint.uri("/token"));
            // One at a time is too slow to be compiled within the round that is not counted: the more code a work has,
            // the longer it would have been measured interpreted.
            Rounds.perSecond(works, 32, 1, length(session), afresh);
            for (int lanes : new int[] {1, 32}) {
                measure(session, works, lanes, afresh);
            }
        }
    }

    private static void measure(Session session, Map<String, IntFunction<Mono<?>>> works, int lanes, Runnable afresh) {
        int rounds = session.form.pick(1, 5, 11);
        Map<String, Rounds.Rate> rates = Rounds.perSecond(works, lanes, rounds, length(session), afresh);
        Rounds.Rate bare = rates.get(BARE);
        rates.forEach((subject, rate) -> {
            Map<String, Object> params = Map.of("in flight", lanes);
            session.add(subject, version(subject), params, "fetches", "1/s", rate.median(), rate.error());
            session.add(
                    subject, version(subject), params, "share of bare", "1", rate.shareOf(bare), rate.shareError(bare));
            session.say("%-40s %2d in flight %,9.0f/s  %.2f of bare (%.2f by processor time)"
                    .formatted(subject, lanes, rate.median(), rate.shareOf(bare), rate.processorShareOf(bare)));
        });
    }

    private static Duration length(Session session) {
        return session.form.pick(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    private static String version(String subject) {
        if (subject.equals(BARE)) {
            return Versions.of("io.projectreactor.netty:reactor-netty-http");
        }
        return (subject.equals(Subjects.SPRING.label) ? Subjects.SPRING : Subjects.REACTIVE_TOKEN).version();
    }

    private static Mono<?> refreshes(Endpoint endpoint) {
        ReactiveTokenSource source = ReactiveTokenSource.builder()
                .endpoint(client(endpoint))
                .credential(CredentialSource.fixed("client", Secret.of("secret")))
                .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
                .build();
        return source.token().doOnNext(source::invalidate);
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
