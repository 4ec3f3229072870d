package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtokenTest {

    private final Cli cli = new Cli();

    @Test
    void tells_what_it_can() {
        assertThat(cli.run("--help")).isZero();

        assertThat(cli.out())
                .contains("demo", "token", "gateway", "serve", "help", "Exit status:", "64   ", "Examples:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "token", "gateway", "serve"})
    void tells_how_each_command_is_used(String command) {
        assertThat(cli.run(command, "--help")).isZero();
        String help = cli.out();
        cli.out.getBuffer().setLength(0);
        assertThat(cli.run("help", command)).isZero();

        assertThat(cli.out()).isEqualTo(help).startsWith("Usage: rtoken " + command);
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(help).doesNotContain("COMPLETION", "NEVER", "--client-secret ");
    }

    @Test
    void tells_its_version() {
        assertThat(cli.run("--version")).isZero();

        assertThat(cli.out()).startsWith("rtoken ").contains("Java " + System.getProperty("java.version"));
    }

    @ParameterizedTest
    @CsvSource({"tokn, unknown command", "--jsn, unknown option --jsn", "--verbose=x, "})
    void says_how_it_is_used(String argument, String answer) {
        assertThat(cli.run(argument)).isEqualTo(64);
        assertThat(cli.errLines()).hasSize(2).first().asString().contains(answer == null ? "rtoken: " : answer);
        assertThat(cli.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1500ms, PT1.5S", "30s, PT30S", "5m, PT5M", "1h, PT1H", "2d, PT48H", "PT1H30M, PT1H30M"})
    void reads_times(String text, String duration) {
        assertThat(new DurationText().convert(text)).hasToString(duration);
    }
}
