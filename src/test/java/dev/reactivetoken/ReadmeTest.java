package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.auth.AuthenticationMethod;
import dev.reactivetoken.provider.KnownProvider;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a newcomer copies from the README works as printed. */
class ReadmeTest {

    private static final List<String> IMPORTS = List.of(
            "dev.reactivetoken",
            "dev.reactivetoken.auth",
            "dev.reactivetoken.bearer",
            "dev.reactivetoken.grant",
            "dev.reactivetoken.micrometer",
            "dev.reactivetoken.provider",
            "dev.reactivetoken.spring",
            "dev.reactivetoken.spring.security",
            "dev.reactivetoken.testing",
            "dev.reactivetoken.testing.server",
            "dev.reactivetoken.token",
            "io.netty.handler.codec.http",
            "java.net",
            "java.nio.file",
            "java.time",
            "java.util",
            "org.springframework.beans.factory.annotation",
            "org.springframework.boot",
            "org.springframework.context.annotation",
            "org.springframework.security.oauth2.client.registration",
            "org.springframework.security.oauth2.client.web.reactive.function.client",
            "org.springframework.web.reactive.function.client",
            "org.springframework.web.reactive.function.client.support",
            "org.springframework.web.service.annotation",
            "org.springframework.web.service.invoker",
            "org.springframework.web.service.registry",
            "reactor.core.publisher",
            "reactor.netty.http.client");

    /** What a snippet may take for given. */
    private static final String GIVEN = """
            class Given {
                @HttpExchange
                interface Accounts {}
                ReactiveTokenSource tokens;
                io.micrometer.core.instrument.MeterRegistry meterRegistry;
                io.micrometer.observation.ObservationRegistry observationRegistry;
            }
            """;

    @TempDir
    private Path directory;

    static Stream<Readme.Block> java() {
        return Readme.blocks("java").stream();
    }

    @ParameterizedTest
    @MethodSource
    void java(Readme.Block block) {
        String errors = compile(asStatements(block.text()));
        if (!errors.isEmpty()) {
            String asMembers = compile(asMembers(block.text()));
            assertThat(asMembers).as(() -> errors).isEmpty();
        }
    }

    @Test
    void every_known_provider_stands_in_the_table() {
        assertThat(Readme.text()).contains(quoted(KnownProvider.names()));
    }

    @Test
    void every_authentication_method_stands_in_the_table() {
        assertThat(Readme.text()).contains(quoted(AuthenticationMethod.names()));
    }

    private static List<String> quoted(List<String> names) {
        return names.stream().map(name -> '`' + name + '`').toList();
    }

    private static String asStatements(String snippet) {
        return asMembers("void snippet() throws Exception {\n" + snippet + "\n}");
    }

    private static String asMembers(String snippet) {
        return IMPORTS.stream().map(each -> "import " + each + ".*;\n").collect(Collectors.joining())
                + GIVEN
                + "abstract class Snippet extends Given {\n"
                + snippet
                + "\n}";
    }

    private String compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Snippet.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        compiler.getTask(
                        null,
                        null,
                        found,
                        List.of("-proc:none", "-d", directory.toString(), "-implicit:none"),
                        null,
                        List.of(file))
                .call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getLineNumber() + ": " + each.getMessage(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }
}
