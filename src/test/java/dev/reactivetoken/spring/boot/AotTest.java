package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.testing.server.TokenServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** An application is processed ahead of time, as for a native image, compiled, and run in that form. */
class AotTest {

    @TempDir
    Path dir;

    @Test
    void runs_as_it_was_processed_with_the_clients_that_its_properties_name_then() throws Exception {
        process(
                "--reactive-token.clients.orders.provider=barracuda-us",
                "--reactive-token.clients.orders.client-id=${KNOWN_ONLY_WHERE_IT_RUNS}",
                "--spring.jmx.enabled=true",
                "--management.endpoints.jmx.exposure.include=*");
        theHintsNameWhatIsReachedByNameOrReflection();
        compile();

        try (TokenServer server =
                TokenServer.builder().client("id", "hush", "ess:account:read").start()) {
            assertThat(run(
                            "--reactive-token.clients.orders.provider=barracuda-us",
                            "--reactive-token.clients.orders.token-uri=" + server.tokenUri(),
                            "--reactive-token.clients.orders.client-id=id",
                            "--reactive-token.clients.orders.client-secret=hush",
                            "--reactive-token.clients.orders.scopes=ess:account:read",
                            "--reactive-token.clients.later.token-uri=https://auth.example.com/token",
                            "--reactive-token.clients.later.client-id=id",
                            "--reactive-token.clients.later.client-secret=hush"))
                    .contains("[ordersTokenSource, laterTokenSource] [https://api.barracudanetworks.com]"
                            + " AccessToken[Bearer ****, scopes=[ess:account:read]");
        }
    }

    private void process(String... properties) {
        Settings settings = Settings.builder()
                .sourceOutput(dir.resolve("sources"))
                .resourceOutput(dir.resolve("resources"))
                .classOutput(dir.resolve("classes"))
                .groupId("test")
                .artifactId("test")
                .build();
        new SpringApplicationAotProcessor(AotApplication.class, settings, properties).process();
    }

    private void compile() throws IOException {
        Files.createDirectories(dir.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-d", dir.resolve("classes").toString()));
        try (Stream<Path> files = Files.walk(dir.resolve("sources"))) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(result).isZero();
    }

    private String run(String... properties) throws Exception {
        String classPath = String.join(
                File.pathSeparator,
                dir.resolve("classes").toString(),
                dir.resolve("resources").toString(),
                System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-cp",
                classPath,
                AotApplication.class.getName()));
        command.addAll(List.of(properties));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private void theHintsNameWhatIsReachedByNameOrReflection() throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("resources"))) {
            Path metadata = files.filter(file -> file.endsWith("reachability-metadata.json"))
                    .findFirst()
                    .orElseThrow();
            String text = Files.readString(metadata).replace("\\/", "/");
            assertThat(List.of(
                            ClientProperties.class.getName(),
                            RefreshProperties.class.getName(),
                            ResilienceProperties.Breaker.class.getName(),
                            TokenDescription.class.getName(),
                            ReactiveTokenHints.DASHBOARD))
                    .allMatch(text::contains);
        }
    }
}
