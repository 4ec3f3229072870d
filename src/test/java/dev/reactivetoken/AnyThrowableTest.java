package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.testing.ManualTime;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Promise 3: whatever is thrown, and wherever, the refresh ends, every waiter is told, the next caller can start anew,
 * and a usable token that is held is handed out.
 */
class AnyThrowableTest {

    private static final Duration HOUR = Duration.ofHours(1);

    enum Place {
        SCHEDULER,
        TIMER,
        CLOCK,
        CONTEXT,
        OBSERVER,
        OBSERVER_AROUND,
        GRANT,
        GRANT_SIGNAL,
        AUTHENTICATION,
        AUTHENTICATION_SIGNAL,
        ENDPOINT,
        ENDPOINT_SIGNAL,
        PARSER
    }

    enum Held {
        NOTHING,
        FRESH,
        AGING,
        OVER
    }

    static Stream<Arguments> everything() {
        List<Throwable> failures = List.of(
                new IllegalStateException("a bug"),
                new OutOfMemoryError("unable to create native thread"),
                new NoClassDefFoundError("of another version"),
                new StackOverflowError(),
                new AssertionError("an assumption"));
        return Stream.of(Place.values())
                .flatMap(place -> Stream.of(Held.values())
                        .flatMap(held -> failures.stream().map(failure -> Arguments.of(place, held, failure))));
    }

    private final ManualTime time = new ManualTime();
    private final AtomicInteger sent = new AtomicInteger();
    private @Nullable Place broken;
    private @Nullable Throwable failure;

    private final TokenClock clock = new TokenClock() {
        @Override
        public long wallTime() {
            mayThrow(Place.CLOCK);
            return time.wallTime();
        }

        @Override
        public long monotonicTime() {
            mayThrow(Place.CLOCK);
            return time.monotonicTime();
        }
    };

    private final Scheduler scheduler = new Scheduler() {
        @Override
        public Disposable schedule(Runnable task) {
            mayThrow(Place.SCHEDULER);
            return time.scheduler().schedule(task);
        }

        @Override
        public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
            mayThrow(Place.TIMER);
            return time.scheduler().schedule(task, delay, unit);
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException();
        }
    };

    private final ReactiveTokenSource source = ReactiveTokenSource.builder()
            .grant(previous -> {
                mayThrow(Place.GRANT);
                return Mono.fromSupplier(() -> {
                    mayThrow(Place.GRANT_SIGNAL);
                    return TokenRequest.of("client_credentials");
                });
            })
            .authentication(request -> {
                mayThrow(Place.AUTHENTICATION);
                return Mono.fromSupplier(() -> {
                    mayThrow(Place.AUTHENTICATION_SIGNAL);
                    return request;
                });
            })
            .endpoint(request -> {
                mayThrow(Place.ENDPOINT);
                return Mono.fromSupplier(() -> {
                            mayThrow(Place.ENDPOINT_SIGNAL);
                            return "answer";
                        })
                        .map(answer -> {
                            mayThrow(Place.PARSER);
                            return TokenResponse.of(new AccessToken(
                                    "t" + sent.incrementAndGet(), "Bearer", Set.of(), time.now(), HOUR));
                        });
            })
            .observer(new TokenObserver() {
                @Override
                public void onRefresh(RefreshEvent event) {
                    mayThrow(Place.OBSERVER);
                }

                @Override
                public void onAttemptFailed(String name, dev.reactivetoken.token.TokenException thrown) {
                    mayThrow(Place.OBSERVER);
                }

                @Override
                public Mono<TokenResponse> aroundRefresh(String name, Mono<TokenResponse> refresh, ContextView caller) {
                    mayThrow(Place.OBSERVER_AROUND);
                    return refresh;
                }
            })
            .refreshPolicy(RefreshPolicy.DEFAULT.withJitter(0))
            .clock(clock)
            .scheduler(scheduler)
            .build();

    private void mayThrow(Place place) {
        if (broken == place) {
            sneak(Objects.requireNonNull(failure));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private TestSubscriber<AccessToken> ask() {
        TestSubscriber<AccessToken> caller = TestSubscriber.create();
        subscribe(caller);
        return caller;
    }

    /** A caller whose Context may throw; what its own code throws comes back to it. */
    private void subscribe(TestSubscriber<AccessToken> caller) {
        try {
            source.token().subscribe(new CoreSubscriber<AccessToken>() {
                @Override
                public Context currentContext() {
                    mayThrow(Place.CONTEXT);
                    return caller.currentContext();
                }

                @Override
                public void onSubscribe(org.reactivestreams.Subscription subscription) {
                    caller.onSubscribe(subscription);
                }

                @Override
                public void onNext(AccessToken token) {
                    caller.onNext(token);
                }

                @Override
                public void onError(Throwable thrown) {
                    caller.onError(thrown);
                }

                @Override
                public void onComplete() {
                    caller.onComplete();
                }
            });
        } catch (Throwable ofTheCaller) {
            assertThat(caller.isTerminated()).as("told, though it threw").isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void ends_the_refresh_and_tells_every_waiter(Place place, Held held, Throwable thrown) {
        if (held != Held.NOTHING) {
            ask();
            time.advance(
                    switch (held) {
                        case AGING -> Duration.ofMinutes(50);
                        case OVER -> Duration.ofHours(2);
                        default -> Duration.ofMinutes(1);
                    });
        }
        boolean usable = held == Held.FRESH || held == Held.AGING;
        broken = place;
        failure = thrown;
        List<TestSubscriber<AccessToken>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(ask());
        }
        time.advance(Duration.ofSeconds(16));

        assertThat(callers)
                .allSatisfy(
                        caller -> assertThat(caller.isTerminated()).as("told").isTrue());
        if (usable && place != Place.CLOCK) {
            assertThat(callers)
                    .allSatisfy(caller -> assertThat(caller.isTerminatedComplete())
                            .as("has the held token")
                            .isTrue());
        }
        broken = null;
        time.advance(Duration.ofMinutes(2));
        TestSubscriber<AccessToken> next = ask();
        time.advance(Duration.ofSeconds(16));
        assertThat(next.isTerminatedComplete())
                .as("the next caller gets a token")
                .isTrue();
    }

    /** In a JVM of its own: an overflow while a class is loaded would be felt by every test that follows. */
    @Test
    void a_caller_out_of_stack_strands_no_other() throws Exception {
        String classPath = System.getProperty(
                "surefire.test.class.path", Objects.requireNonNull(System.getProperty("java.class.path")));
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        OutOfStackMain.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(jvm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines()).last().asString().isEqualTo("stranded: 0, waiting: 0, the next one: told");
        assertThat(jvm.waitFor()).isZero();
    }
}
