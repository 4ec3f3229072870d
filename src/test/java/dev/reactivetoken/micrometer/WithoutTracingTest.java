package dev.reactivetoken.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenResponse;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Meters and observations need {@code micrometer-core} alone. */
class WithoutTracingTest {

    private static final List<String> ABSENT =
            List.of("micrometer-tracing", "context-propagation", "micrometer-registry-", "spring-", "opentelemetry");

    /** Runs without those jars. */
    public static final class Program implements Callable<String> {

        @Override
        public String call() {
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            ObservationRegistry observations = ObservationRegistry.create();
            observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
            try (ReactiveTokenSource source = ReactiveTokenSource.builder()
                    .endpoint(request -> Mono.fromSupplier(
                            () -> new TokenResponse(AccessToken.bearer("t", Duration.ofHours(1)), null, null)))
                    .authentication(ClientAuthentication.none("client"))
                    .observer(TokenMeters.of(meters))
                    .observer(TokenObservations.of(observations))
                    .build()) {
                source.token().block(Duration.ofSeconds(10));
            }
            return meters.getMetersAsString();
        }
    }

    @Test
    void meters_and_observations_work_and_do_not_count_a_refresh_twice() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(present(), ClassLoader.getPlatformClassLoader())) {
            Callable<?> program = (Callable<?>)
                    loader.loadClass(Program.class.getName()).getConstructor().newInstance();

            assertThat(String.valueOf(program.call()))
                    .contains("reactive.token.refresh(TIMER)[cause='cold', oauth.error='none', result='success'")
                    .contains("reactive.token.refresh.observed(TIMER)[")
                    .doesNotContain("count=2");
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.tracing.Tracer"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
    }

    private static URL[] present() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> ABSENT.stream()
                        .noneMatch(absent -> entry.getFileName().toString().startsWith(absent)))
                .map(WithoutTracingTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path entry) {
        try {
            return entry.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
