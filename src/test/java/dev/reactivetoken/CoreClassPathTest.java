package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The core needs no optional jar: a program of its own, with the required ones alone, gets a token. */
class CoreClassPathTest {

    private static final List<String> REQUIRED = List.of(
            "reactor-core-",
            "reactor-netty-core-",
            "reactor-netty-http-",
            "reactive-streams-",
            "netty-",
            "jackson-core-",
            "resilience4j-",
            "caffeine-",
            "slf4j-api-",
            "jspecify-");
    private static final List<String> OPTIONAL = List.of("netty-pkitesting-");

    @Test
    void the_core_runs_on_the_required_jars_alone() throws IOException, InterruptedException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(CoreClassPathTest::isRequired)
                .collect(Collectors.joining(File.pathSeparator));
        try (TokenServer server = TokenServer.builder()
                .client("client", "secret", Barracuda.ESS_ACCOUNT_READ)
                .start()) {
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath,
                            CoreMain.class.getName(),
                            server.tokenUri().toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(output).contains("AccessToken[Bearer ****, scopes=[ess:account:read]");
            assertThat(program.exitValue()).isZero();
        }
    }

    private static boolean isRequired(String entry) {
        String name = Path.of(entry).getFileName().toString();
        return name.endsWith("classes")
                || (REQUIRED.stream().anyMatch(name::startsWith)
                        && OPTIONAL.stream().noneMatch(name::startsWith));
    }
}
