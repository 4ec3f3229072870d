package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.testing.server.TokenServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which packages are in which jar of this project. */
class JarsIT {

    private static final Path MAIN = jar("");
    private static final Path TESTING = jar("-testing");
    private static final Path CLI = jar("-cli");

    private static Path jar(String classifier) {
        return Path.of(System.getProperty("jars") + classifier + ".jar");
    }

    private static Set<String> packages(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName().replace('/', '.'))
                    .filter(name -> name.startsWith("dev.reactivetoken") && name.endsWith(".class"))
                    .map(name -> name.replaceFirst("\\.[^.]+\\.class$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String moduleName(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Automatic-Module-Name");
        }
    }

    private static String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void the_main_jar_has_neither_the_command_nor_the_test_kit() throws IOException {
        assertThat(packages(MAIN))
                .contains("dev.reactivetoken", "dev.reactivetoken.bearer", "dev.reactivetoken.spring.boot")
                .noneMatch(name -> name.startsWith("dev.reactivetoken.cli"))
                .noneMatch(name -> name.startsWith("dev.reactivetoken.testing"));
        assertThat(moduleName(MAIN)).isEqualTo("dev.reactivetoken");
    }

    @Test
    void the_testing_jar_has_the_test_kit_alone() throws IOException {
        assertThat(packages(TESTING)).containsExactly("dev.reactivetoken.testing", "dev.reactivetoken.testing.server");
        assertThat(moduleName(TESTING)).isEqualTo("dev.reactivetoken.testing");
    }

    @Test
    void the_cli_jar_has_everything() throws IOException {
        assertThat(packages(CLI))
                .containsAll(packages(MAIN))
                .containsAll(packages(TESTING))
                .contains("dev.reactivetoken.cli");
    }

    @Test
    void the_cli_jar_runs() throws IOException, InterruptedException {
        assertThat(run("-jar", CLI.toString(), "--help")).startsWith("Usage: rtoken ");
    }

    @Test
    void a_program_on_the_main_jar_and_what_it_requires_gets_a_token() throws Exception {
        UserClassPath user = UserClassPath.ofThisBuild();
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes") || user.contains(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator, MAIN + File.pathSeparator, ""));
        try (TokenServer server = TokenServer.builder()
                .client("client", "secret", Barracuda.ESS_ACCOUNT_READ)
                .start()) {
            assertThat(run(
                            "-cp",
                            classPath,
                            CoreMain.class.getName(),
                            server.tokenUri().toString()))
                    .contains("AccessToken[Bearer ****, scopes=[ess:account:read]");
        }
    }

    @Test
    void the_bill_of_materials_lists_what_a_user_gets() throws Exception {
        String bill = Files.readString(Path.of("target", "bom.json"));

        assertThat(UserClassPath.ofThisBuild().versions())
                .allSatisfy((id, version) -> assertThat(bill).contains(id.replace(':', '/') + "@" + version));
        assertThat(bill).doesNotContain("spring-boot");
    }
}
