package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoCommandTest {

    private static final ScenarioResult KEPT = new ScenarioResult("good act", 1_234, 1, 0, 56, false, List.of());
    private static final ScenarioResult TOLD = new ScenarioResult("told act", 10, 3, 10, 7, true, List.of());
    private static final ScenarioResult BROKEN =
            new ScenarioResult("bad act", 1, 2, 1, 0, false, List.of("it went wrong"));

    private final Cli cli = new Cli();

    @Test
    void plays_real_acts_when_told_nothing() {
        assertThat(cli.run(new DemoCommand(List.of(new ColdCrowd(1_000), new CrowdInOutage(1_000)))))
                .isZero();

        assertThat(cli.out())
                .contains(
                        "cold crowd", "crowd in an outage", "1,000", "Every promise was kept", "* told of the outage");
        assertThat(cli.err()).contains("1,000 callers, 1 token request, 0 failed");
    }

    @Test
    void ends_with_one_json_object_and_nothing_else_on_standard_output() {
        assertThat(cli.run(acting(KEPT, TOLD), "demo", "--json")).isZero();

        assertThat(cli.out().strip())
                .isEqualTo("{\"acts\":[{\"name\":\"good act\",\"callers\":1234,\"tokenRequests\":1,\"failed\":0,"
                        + "\"maxWaitMillis\":56,\"kept\":true},{\"name\":\"told act\",\"callers\":10,"
                        + "\"tokenRequests\":3,\"failed\":10,\"maxWaitMillis\":7,\"kept\":true}],\"kept\":true}");
        assertThat(cli.err()).contains("good act", "1,234", "Every promise was kept");
    }

    @Test
    void is_what_json_alone_means() {
        assertThat(cli.run(acting(KEPT), "--json")).isZero();

        assertThat(cli.out()).startsWith("{\"acts\":[").endsWith("\"kept\":true}" + System.lineSeparator());
    }

    @Test
    void understands_json_before_its_name() {
        assertThat(cli.run(acting(KEPT), "--json", "demo")).isZero();

        assertThat(cli.out()).startsWith("{\"acts\":[");
    }

    @Test
    void ends_with_status_1_when_a_promise_was_not_kept() {
        assertThat(cli.run(acting(KEPT, BROKEN), "--json")).isEqualTo(1);

        assertThat(cli.out()).contains("\"name\":\"bad act\"", "\"kept\":false}],\"kept\":false}");
        assertThat(cli.err()).contains("it went wrong", "Not every promise was kept", "1 of 2 acts failed");
    }

    @Test
    void plays_the_five_acts_of_the_issue() {
        assertThat(DemoCommand.standard().acts())
                .extracting(Scenario::name)
                .containsExactly("cold crowd", "steady load", "secret reset", "outage", "crowd in an outage");
    }

    @Test
    void says_that_a_bug_is_a_bug() {
        Scenario throwing = new Acting(KEPT) {
            @Override
            public ScenarioResult play(ScenarioEnvironment stage, Progress progress) {
                throw new IllegalStateException("by a test");
            }
        };

        assertThat(cli.run(new DemoCommand(List.of(throwing)))).isEqualTo(70);
        assertThat(cli.err()).contains("rtoken: failed unexpectedly: java.lang.IllegalStateException: by a test");
    }

    private static DemoCommand acting(ScenarioResult... verdicts) {
        return new DemoCommand(List.of(verdicts).stream()
                .map(each -> (Scenario) new Acting(each))
                .toList());
    }

    private static class Acting implements Scenario {

        private final ScenarioResult verdict;

        Acting(ScenarioResult verdict) {
            this.verdict = verdict;
        }

        @Override
        public String name() {
            return verdict.name();
        }

        @Override
        public String promise() {
            return "something happens and nobody notices";
        }

        @Override
        public ScenarioResult play(ScenarioEnvironment stage, Progress progress) {
            return verdict;
        }
    }
}
