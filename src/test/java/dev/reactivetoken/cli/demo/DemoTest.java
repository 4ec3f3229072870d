package dev.reactivetoken.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DemoTest {

    private static final Display PLAIN = new Display(false, false, Ansi.OFF);

    private final StringWriter progress = new StringWriter();

    private DemoReport run(Demo demo) throws Exception {
        return demo.run(new PrintWriter(progress), PLAIN);
    }

    @Test
    void runs_scenarios_over_real_sockets() throws Exception {
        DemoReport report = run(new Demo(List.of(new ColdCrowd(1_000), new CrowdInOutage(1_000))));

        assertThat(report.passed()).isTrue();
        assertThat(report.table(PLAIN))
                .contains(
                        "cold crowd", "crowd in an outage", "1,000", "Every promise was kept", "* told of the outage");
        assertThat(progress.toString()).contains("1,000 callers, 1 token request, 0 failed");
    }

    @Test
    void has_the_five_scenarios_that_are_documented() {
        assertThat(Demo.standard().scenarios())
                .extracting(Scenario::name)
                .containsExactly("cold crowd", "steady load", "secret reset", "outage", "crowd in an outage");
    }

    @Test
    void is_reported_as_one_json_object_with_exact_figures() throws Exception {
        assertThat(run(Demos.passing()).json())
                .isEqualTo("{\"acts\":[{\"name\":\"good one\",\"callers\":1234,\"tokenRequests\":1,\"failed\":0,"
                        + "\"maxWaitMillis\":56,\"kept\":true},{\"name\":\"told one\",\"callers\":10,"
                        + "\"tokenRequests\":3,\"failed\":10,\"maxWaitMillis\":7,\"kept\":true}],\"kept\":true}");
    }

    @Test
    void fails_when_one_scenario_failed_and_says_which_expectation_was_not_met() throws Exception {
        DemoReport report = run(Demos.failing());

        assertThat(report.passed()).isFalse();
        assertThat(report.json()).contains("\"name\":\"bad one\"", "\"kept\":false}],\"kept\":false}");
        assertThat(report.table(PLAIN)).contains("Not every promise was kept: 1 of 2 scenarios failed");
        assertThat(progress.toString()).contains("NO 1 callers", "! it went wrong");
    }

    @Test
    void shows_signs_and_colours_where_the_terminal_can() throws Exception {
        assertThat(run(Demos.failing()).table(new Display(false, true, Ansi.ON)))
                .contains("\u001b[32m\u2713", "\u001b[31m\u2717", "\u2500\u2500");
    }
}
