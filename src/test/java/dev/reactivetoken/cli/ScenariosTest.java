package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.TokenSourceBuilder;
import dev.reactivetoken.auth.ClientCredential;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine.Help.Ansi;
import reactor.core.publisher.Mono;

/** Every act is kept by the source as it is, and broken by one that lacks what the act is about. */
class ScenariosTest {

    private static final int CALLERS = 5_000;
    private static final ColdCrowd COLD_CROWD = new ColdCrowd(CALLERS);
    private static final SteadyLoad STEADY_LOAD = new SteadyLoad(Duration.ofSeconds(3), 2);
    private static final SecretReset SECRET_RESET = new SecretReset(Duration.ofSeconds(8));
    private static final Outage OUTAGE = new Outage(Duration.ofSeconds(10));
    private static final CrowdInOutage CROWD_IN_OUTAGE = new CrowdInOutage(CALLERS);

    private static final RefreshPolicy NOTHING_AHEAD =
            RefreshPolicy.DEFAULT.withJitter(0).withRefreshAhead(1);
    private static final Resilience ONE_TRY = Resilience.defaults("one try")
            .withRetry(Retry.of("one", RetryConfig.custom().maxAttempts(1).build()));

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** All at once, since an act is mostly waiting. */
    @TestFactory
    Stream<DynamicTest> acts() {
        Stream<DynamicTest> tests = Stream.of(
                kept(COLD_CROWD),
                kept(STEADY_LOAD),
                kept(SECRET_RESET),
                kept(OUTAGE),
                kept(CROWD_IN_OUTAGE),
                broken(
                        "a source that asks twice",
                        COLD_CROWD,
                        (builder, stage) -> builder.endpoint(request -> endpoint(stage)
                                .send(request)
                                .then(endpoint(stage).send(request))),
                        "2 token requests instead of one"),
                broken(
                        "a source that does not know the secret",
                        COLD_CROWD,
                        (builder, stage) -> builder.credential(CredentialSource.fixed("demo", Secret.of("wrong"))),
                        CALLERS + " calls failed"),
                broken(
                        "a source that renews nothing ahead",
                        STEADY_LOAD,
                        (builder, stage) -> builder.refreshPolicy(NOTHING_AHEAD)
                                .endpoint(
                                        request -> endpoint(stage).send(request).delayElement(Duration.ofSeconds(1))),
                        "a call waited"),
                broken(
                        "a source that hands out what nobody issued",
                        STEADY_LOAD,
                        (builder, stage) -> builder.endpoint(
                                request -> endpoint(stage).send(request).map(ScenariosTest::forged)),
                        "the resource server refused"),
                broken(
                        "a source that hands out tokens too long",
                        STEADY_LOAD,
                        (builder, stage) -> builder.clock(new StandingClock()),
                        "calls got a token whose life was over"),
                broken(
                        "a source that reads its secret once",
                        SECRET_RESET,
                        (builder, stage) -> builder.credential(once(stage)),
                        "calls failed"),
                broken(
                        "a source that renews nothing ahead and tries once",
                        OUTAGE,
                        (builder, stage) -> builder.refreshPolicy(NOTHING_AHEAD).resilience(ONE_TRY),
                        "calls failed"),
                broken(
                        "a source without a circuit breaker",
                        CROWD_IN_OUTAGE,
                        (builder, stage) -> builder.resilience(
                                Resilience.defaults("no breaker").withCircuitBreaker(breaker(1_000, 1))),
                        "calls failed"),
                broken(
                        "a source that does not heal",
                        CROWD_IN_OUTAGE,
                        (builder, stage) -> builder.resilience(
                                Resilience.defaults("no healing").withCircuitBreaker(breaker(5, 3_600))),
                        "no token came after the outage"))
                .toList()
                .stream();
        return tests.onClose(threads::shutdownNow);
    }

    private DynamicTest kept(Scenario act) {
        CompletableFuture<ScenarioResult> played = play(act, (builder, stage) -> builder);
        return DynamicTest.dynamicTest(act.name() + " is kept", () -> {
            ScenarioResult verdict = played.get();
            assertThat(verdict.broken()).isEmpty();
            assertThat(verdict.kept()).isTrue();
            assertThat(verdict.callers()).isGreaterThanOrEqualTo(CALLERS);
            assertThat(verdict.tokenRequests()).isPositive();
            assertThat(verdict.failed() == 0).isNotEqualTo(verdict.failing());
        });
    }

    private DynamicTest broken(
            String source,
            Scenario act,
            BiFunction<TokenSourceBuilder, ScenarioEnvironment, TokenSourceBuilder> change,
            String how) {
        CompletableFuture<ScenarioResult> played = play(act, change);
        return DynamicTest.dynamicTest(act.name() + " is broken by " + source, () -> {
            ScenarioResult verdict = played.get();
            assertThat(verdict.kept()).isFalse();
            assertThat(verdict.broken()).anySatisfy(each -> assertThat(each).contains(how));
        });
    }

    private CompletableFuture<ScenarioResult> play(
            Scenario act, BiFunction<TokenSourceBuilder, ScenarioEnvironment, TokenSourceBuilder> change) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Progress silent =
                                    new Progress(new PrintWriter(Writer.nullWriter()), true, Marks.ASCII, Ansi.OFF);
                            ScenarioEnvironment stage = changed(change)) {
                        silent.begins(act);
                        ScenarioResult verdict = act.play(stage, silent);
                        silent.ends(verdict);
                        return verdict;
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    private static ScenarioEnvironment changed(
            BiFunction<TokenSourceBuilder, ScenarioEnvironment, TokenSourceBuilder> change) throws IOException {
        return new ScenarioEnvironment() {
            @Override
            TokenSourceBuilder builder() {
                return change.apply(super.builder(), this);
            }
        };
    }

    private static CredentialSource once(ScenarioEnvironment stage) {
        Mono<ClientCredential> first =
                CredentialSource.file(stage.credentials()).current().cache();
        return () -> first;
    }

    private static TokenEndpoint endpoint(ScenarioEnvironment stage) {
        return NettyTokenEndpoint.of(stage.server().tokenUri(), Dialect.STANDARD);
    }

    private static TokenResponse forged(TokenResponse response) {
        AccessToken token = response.accessToken();
        return TokenResponse.of(new AccessToken(
                token.value() + "x",
                token.scheme(),
                token.scopes(),
                TokenClock.system().now(),
                token.lifetime()));
    }

    private static CircuitBreaker breaker(int calls, int secondsOpen) {
        return CircuitBreaker.of(
                "breaker " + calls,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(calls)
                        .minimumNumberOfCalls(calls)
                        .waitDurationInOpenState(Duration.ofSeconds(secondsOpen))
                        .build());
    }

    /** The monotonic clock of a machine on which tokens never age. */
    private static final class StandingClock implements TokenClock {

        private final Moment standing = TokenClock.system().now();

        @Override
        public long wallTime() {
            return standing.wallTime();
        }

        @Override
        public long monotonicTime() {
            return standing.monotonicTime();
        }
    }
}
