package dev.reactivetoken.cli.demo;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Demos that end at once, for tests of the command. */
public final class Demos {

    static final ScenarioResult PASSED = new ScenarioResult("good one", 1_234, 1, 0, 56, false, List.of());
    static final ScenarioResult PASSED_WITH_FAILURES = new ScenarioResult("told one", 10, 3, 10, 7, true, List.of());
    static final ScenarioResult FAILED = new ScenarioResult("bad one", 1, 2, 1, 0, false, List.of("it went wrong"));

    private Demos() {}

    public static Demo passing() {
        return ending(PASSED, PASSED_WITH_FAILURES);
    }

    public static Demo failing() {
        return ending(PASSED, FAILED);
    }

    public static Demo throwing() {
        return new Demo(List.of(new Scripted("bug", () -> {
            throw new IllegalStateException("by a test");
        })));
    }

    private static Demo ending(ScenarioResult... results) {
        return new Demo(Stream.of(results)
                .map(result -> (Scenario) new Scripted(result.name(), () -> result))
                .toList());
    }

    private record Scripted(String name, Supplier<ScenarioResult> result) implements Scenario {

        @Override
        public String promise() {
            return "something happens and no caller notices";
        }

        @Override
        public ScenarioResult run(ScenarioEnvironment environment, Progress progress) {
            return result.get();
        }
    }
}
