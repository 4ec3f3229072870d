package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.reactivetoken.Readme;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every line of the README that calls the command is understood by it. */
class ReadmeCommandsTest {

    static Stream<String> commands() {
        return Readme.blocks("sh").stream()
                .flatMap(block -> block.text().replace("\\\n", " ").lines())
                .map(line -> line.replaceFirst("\\s#.*", "").strip())
                .filter(line -> line.startsWith("rtoken "));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void is_understood(String line) {
        String[] words = line.split("\\s+");
        String[] arguments = Arrays.copyOfRange(words, 1, words.length);

        assertThatNoException().isThrownBy(() -> Rtoken.commandLine(new Cli()).parseArgs(arguments));
    }
}
