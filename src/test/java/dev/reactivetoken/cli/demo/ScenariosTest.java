package dev.reactivetoken.cli.demo;

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
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine.Help.Ansi;
import reactor.core.publisher.Mono;

/** Every scenario passes with the source as it is, and fails with one that lacks what the scenario is about. */
class ScenariosTest {

    private static final int CALLERS = 5_000;
    private static final ColdCrowd COLD_CROWD = new ColdCrowd(CALLERS);
    private static final SteadyLoad STEADY_LOAD = new SteadyLoad(Duration.ofSeconds(3), 2);
    private static final SecretReset SECRET_RESET = new SecretReset(Duration.ofSeconds(8));
    private static final Outage OUTAGE = new Outage(Duration.ofSeconds(10));
    private static final CrowdInOutage CROWD_IN_OUTAGE = new CrowdInOutage(CALLERS);

    private static final RefreshPolicy NOTHING_AHEAD =
            RefreshPolicy.DEFAULT.withJitter(0).withRefreshAhead(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** All run at once, since a scenario mostly waits. */
    @TestFactory
    Stream<DynamicTest> scenarios() {
        Stream<DynamicTest> tests = Stream.of(
                passes(COLD_CROWD),
                passes(STEADY_LOAD),
                passes(SECRET_RESET),
                passes(OUTAGE),
                passes(CROWD_IN_OUTAGE),
                fails(
                        "a source that asks twice",
                        COLD_CROWD,
                        (builder, environment) -> builder.endpoint(request -> endpoint(environment)
                                .send(request)
                                .then(endpoint(environment).send(request))),
                        "2 token requests instead of one"),
                fails(
                        "a source that does not know the secret",
                        COLD_CROWD,
                        (builder, environment) ->
                                builder.credential(CredentialSource.fixed("demo", Secret.of("wrong"))),
                        CALLERS + " calls failed"),
                fails(
                        "a source that renews nothing ahead",
                        STEADY_LOAD,
                        (builder, environment) -> builder.refreshPolicy(NOTHING_AHEAD)
                                .endpoint(request ->
                                        endpoint(environment).send(request).delayElement(Duration.ofSeconds(2))),
                        "a call waited"),
                fails(
                        "a source that hands out a token of its own making",
                        STEADY_LOAD,
                        (builder, environment) -> builder.endpoint(
                                request -> endpoint(environment).send(request).map(ScenariosTest::forged)),
                        "the resource server refused"),
                fails(
                        "a source that hands out tokens too long",
                        STEADY_LOAD,
                        (builder, environment) -> builder.clock(new StandingClock()),
                        "calls got an expired token"),
                fails(
                        "a source that reads its secret once",
                        SECRET_RESET,
                        (builder, environment) -> builder.credential(once(environment)),
                        "calls failed"),
                fails(
                        "a source that caches a failure",
                        OUTAGE,
                        (builder, environment) -> builder.endpoint(cachingFailures(endpoint(environment))),
                        "calls failed"),
                fails(
                        "a source without a circuit breaker",
                        CROWD_IN_OUTAGE,
                        (builder, environment) -> builder.resilience(
                                Resilience.defaults("no breaker").withCircuitBreaker(breaker(1_000, 1))),
                        "calls failed"),
                fails(
                        "a source that does not heal",
                        CROWD_IN_OUTAGE,
                        (builder, environment) -> builder.resilience(
                                Resilience.defaults("no healing").withCircuitBreaker(breaker(5, 3_600))),
                        "no token came after the outage"))
                .toList()
                .stream();
        return tests.onClose(threads::shutdownNow);
    }

    private DynamicTest passes(Scenario scenario) {
        CompletableFuture<ScenarioResult> running = run(scenario, (builder, environment) -> builder);
        return DynamicTest.dynamicTest(scenario.name() + " passes", () -> {
            ScenarioResult result = running.get();
            assertThat(result.unmet()).isEmpty();
            assertThat(result.passed()).isTrue();
            assertThat(result.callers()).isGreaterThanOrEqualTo(CALLERS);
            assertThat(result.tokenRequests()).isPositive();
            assertThat(result.failed() == 0).isNotEqualTo(result.failuresExpected());
        });
    }

    private DynamicTest fails(
            String source,
            Scenario scenario,
            BiFunction<TokenSourceBuilder, ScenarioEnvironment, TokenSourceBuilder> change,
            String how) {
        CompletableFuture<ScenarioResult> result = run(scenario, change);
        return DynamicTest.dynamicTest(scenario.name() + " fails with " + source, () -> {
            assertThat(result.get().passed()).isFalse();
            assertThat(result.get().unmet()).anySatisfy(each -> assertThat(each).contains(how));
        });
    }

    private CompletableFuture<ScenarioResult> run(
            Scenario scenario, BiFunction<TokenSourceBuilder, ScenarioEnvironment, TokenSourceBuilder> change) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Progress silent = new Progress(
                                    new PrintWriter(Writer.nullWriter()), new Display(true, false, Ansi.OFF));
                            ScenarioEnvironment environment = changed(change)) {
                        silent.begin(scenario);
                        ScenarioResult result = scenario.run(environment, silent);
                        silent.end(result);
                        return result;
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

    private static CredentialSource once(ScenarioEnvironment environment) {
        Mono<ClientCredential> first =
                CredentialSource.file(environment.credentials()).current().cache();
        return () -> first;
    }

    private static TokenEndpoint endpoint(ScenarioEnvironment environment) {
        return NettyTokenEndpoint.of(environment.server().tokenUri(), Dialect.STANDARD);
    }

    private static TokenEndpoint cachingFailures(TokenEndpoint endpoint) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        return request ->
                failure.get() == null ? endpoint.send(request).doOnError(failure::set) : Mono.error(failure.get());
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
