package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Unreachable;
import dev.reactivetoken.token.TokenResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** An endpoint that fails for most of a token's life and heals just before its end; back-offs are drawn at random. */
class RenewalInOutageTest {

    private static final int RUNS = 200;

    private final ManualTime time = new ManualTime();
    private final List<Duration> requests = new ArrayList<>();

    private Duration from = Duration.ZERO;
    private Duration until = Duration.ZERO;
    private Duration takes = Duration.ofMillis(2);
    private @Nullable Duration retryAfter;

    private ReactiveTokenSource source(Duration life) {
        return ReactiveTokenSource.builder()
                .endpoint(request -> Mono.defer(() -> {
                    Duration asked = Duration.ofNanos(time.monotonicTime());
                    boolean fails = asked.compareTo(from) >= 0 && asked.compareTo(until) < 0;
                    requests.add(asked);
                    AccessToken token = new AccessToken("t" + requests.size(), "Bearer", Set.of(), time.now(), life);
                    Mono<TokenResponse> answer = fails
                            ? Mono.error(new Unreachable("busy", new ErrorResponse(503, null, null, retryAfter), null))
                            : Mono.just(new TokenResponse(token, null, null));
                    return Mono.delay(takes, time.scheduler()).then(answer);
                }))
                .authentication(ClientAuthentication.post(CredentialSource.fixed("id", Secret.of("secret"))))
                .clock(time)
                .scheduler(time.scheduler())
                .build();
    }

    /** Milliseconds after the beginning at which the endpoint fails, and from which it does not any more. */
    @ParameterizedTest
    @CsvSource({
        "3000, 1000, 2600, 2",
        "3000, 1000, 2800, 2",
        "3000, 1000, 2850, 2", // usable up to 2,910
        "3000, 1000, 2700, 120", // so long that it has to begin at 2,790
        "10000, 3000, 9600, 20", // up to 9,700
        "60000, 20000, 58100, 20" // up to 58,200; longer than the circuit breaker would be open
    })
    void nobody_fails_or_waits_longer_than_one_request_takes(long life, long failsFrom, long failsUntil, long answer) {
        takes = Duration.ofMillis(answer);
        for (int run = 0; run < RUNS; run++) {
            requests.clear();
            List<Duration> waited = new ArrayList<>();
            try (ReactiveTokenSource source = source(Duration.ofMillis(life))) {
                Duration start = Duration.ofNanos(time.monotonicTime());
                from = start.plusMillis(failsFrom);
                until = start.plusMillis(failsUntil);
                source.token().subscribe();
                time.advance(takes);

                for (long passed = 0; passed < life + 500; passed += 5) {
                    long since = time.monotonicTime();
                    source.token()
                            .subscribe(
                                    token -> waited.add(Duration.ofNanos(time.monotonicTime() - since)), failed -> {});
                    time.advance(Duration.ofMillis(5));
                }

                assertThat(waited).as("run %s: %s", run, requests).hasSize((int) (life + 500) / 5);
                assertThat(waited).as("run %s: %s", run, requests).allMatch(wait -> wait.compareTo(takes) <= 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"3000, 1000, 2900", "10000, 3000, 9700"}) // up to the end of the token
    void nor_is_the_endpoint_asked_more_often_for_that(long life, long failsFrom, long failsUntil) {
        for (int run = 0; run < RUNS; run++) {
            Duration began = Duration.ofNanos(time.monotonicTime());
            from = began.plusMillis(failsFrom);
            until = began.plusMillis(failsUntil);
            requests.clear();
            try (ReactiveTokenSource source = source(Duration.ofMillis(life))) {
                for (long passed = 0; passed < life; passed += 3) {
                    source.token().subscribe(token -> {}, failed -> {});
                    time.advance(Duration.ofMillis(3));
                }
            }
            List<Duration> during = requests.stream()
                    .filter(at -> at.compareTo(from) >= 0 && at.compareTo(until) < 0)
                    .toList();
            assertThat(during).hasSizeLessThanOrEqualTo(4);
            for (int i = 1; i < during.size(); i++) {
                assertThat(during.get(i).minus(during.get(i - 1))).isGreaterThanOrEqualTo(Duration.ofMillis(100));
            }
        }
    }

    @Test
    void a_time_that_the_endpoint_has_named_is_waited_for_all_the_same() {
        retryAfter = Duration.ofMillis(1_500); // longer than the rest of the token
        from = Duration.ofMillis(2_000);
        until = Duration.ofMillis(2_700);
        try (ReactiveTokenSource source = source(Duration.ofSeconds(3))) {
            for (int call = 0; call < 1_500; call++) {
                source.token().subscribe(token -> {}, failed -> {});
                time.advance(Duration.ofMillis(3));
            }
        }

        Duration refused = requests.get(1);
        assertThat(refused).isBetween(Duration.ofMillis(2_300), Duration.ofMillis(2_700));
        assertThat(requests.get(2)).isGreaterThanOrEqualTo(refused.plus(takes).plus(retryAfter));
    }
}
