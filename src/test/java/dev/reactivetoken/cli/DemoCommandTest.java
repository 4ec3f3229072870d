package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.cli.demo.Demos;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    private final Cli cli = new Cli();

    @Test
    void runs_without_a_subcommand() {
        assertThat(cli.run(Demos.passing())).isZero();

        assertThat(cli.out()).contains("good one", "1,234", "Every promise was kept");
        assertThat(cli.err()).contains("good one", "something happens");
    }

    @Test
    void ends_with_one_json_object_and_nothing_else_on_standard_output() {
        assertThat(cli.run(Demos.passing(), "demo", "--json")).isZero();

        assertThat(cli.out().lines())
                .singleElement()
                .asString()
                .startsWith("{\"acts\":[{\"name\":\"good one\",")
                .endsWith("\"kept\":true}");
        assertThat(cli.err()).contains("good one", "1,234", "Every promise was kept");
    }

    @Test
    void is_what_json_alone_means() {
        assertThat(cli.run(Demos.passing(), "--json")).isZero();

        assertThat(cli.out()).startsWith("{\"acts\":[").endsWith("\"kept\":true}" + System.lineSeparator());
    }

    @Test
    void understands_json_before_its_name() {
        assertThat(cli.run(Demos.passing(), "--json", "demo")).isZero();

        assertThat(cli.out()).startsWith("{\"acts\":[");
    }

    @Test
    void ends_with_status_1_when_a_promise_was_not_kept() {
        assertThat(cli.run(Demos.failing(), "--json")).isEqualTo(1);

        assertThat(cli.out()).contains("\"kept\":false}],\"kept\":false}");
        assertThat(cli.err()).contains("it went wrong", "Not every promise was kept");
    }

    @Test
    void says_that_a_bug_is_a_bug() {
        assertThat(cli.run(Demos.throwing())).isEqualTo(70);

        assertThat(cli.err()).contains("rtoken: failed unexpectedly: java.lang.IllegalStateException: by a test");
    }
}
