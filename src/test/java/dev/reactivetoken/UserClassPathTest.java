package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is tested is what users get. */
class UserClassPathTest {

    private final UserClassPath user;

    UserClassPathTest() throws Exception {
        user = new UserClassPath(Path.of("pom.xml"), Path.of("target", "dependency-tree.txt"));
    }

    @Test
    void a_user_gets_the_versions_that_the_tests_have() {
        assertThat(user.versions())
                .containsKeys(
                        "io.netty:netty-handler",
                        "io.projectreactor:reactor-core",
                        "io.projectreactor.netty:reactor-netty-core",
                        "tools.jackson.core:jackson-core",
                        "io.github.resilience4j:resilience4j-core")
                .isEqualTo(user.testedVersions());
    }

    @Test
    void a_program_on_these_jars_alone_gets_a_token() throws IOException, InterruptedException {
        try (TokenServer server = TokenServer.builder()
                .client("client", "secret", Barracuda.ESS_ACCOUNT_READ)
                .start()) {
            Process program = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            classPath(),
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

    private String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("classes") || user.contains(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
