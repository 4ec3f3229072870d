package dev.reactivetoken.cli.demo;

import dev.reactivetoken.endpoint.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** How a demo ended: a table for people, one JSON object for programs. */
public final class DemoReport {

    private static final int WIDTH = 80;

    private final List<ScenarioResult> results;
    private final Duration took;

    DemoReport(List<ScenarioResult> results, Duration took) {
        this.results = List.copyOf(results);
        this.took = took;
    }

    /** Whether every scenario passed. */
    public boolean passed() {
        return results.stream().allMatch(ScenarioResult::passed);
    }

    /** One line without its end; its member names are those that the help of the command documents. */
    public String json() {
        return JsonWriter.object(json -> json.objects("acts", results, (each, result) -> result.write(each))
                .member("kept", passed()));
    }

    /** Several lines, each with its end. */
    public String table(Display display) {
        StringBuilder table = new StringBuilder();
        line(table, display.bold(row("scenario", "callers", "token requests", "failed", "longest wait", "kept")));
        line(table, "  " + display.rule(WIDTH));
        results.forEach(result -> line(table, row(result, display)));
        line(table, "");
        if (results.stream().anyMatch(ScenarioResult::failuresExpected)) {
            line(table, "  * told of the outage, as they should be: there was no token and none to be had");
        }
        line(table, "  " + closing(display));
        return table.toString();
    }

    private String closing(Display display) {
        long failed = results.stream().filter(result -> !result.passed()).count();
        String all = sum(ScenarioResult::callers) + " callers, " + sum(ScenarioResult::tokenRequests)
                + " token requests, " + took.toSeconds() + " s.";
        return failed == 0
                ? display.coloured(true, "Every promise was kept:") + " " + all
                : display.coloured(false, "Not every promise was kept:") + " " + failed + " of " + results.size()
                        + " scenarios failed; " + all;
    }

    private String sum(ToLongFunction<ScenarioResult> part) {
        return number(results.stream().mapToLong(part).sum());
    }

    private static String row(ScenarioResult result, Display display) {
        return row(
                result.name(),
                number(result.callers()),
                number(result.tokenRequests()),
                number(result.failed()) + (result.failuresExpected() ? "*" : " "),
                number(result.maxWaitMillis()) + " ms",
                display.coloured(result.passed(), display.mark(result.passed())));
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-20s %10s %15s %9s %14s   %s", cells);
    }

    private static void line(StringBuilder table, String text) {
        table.append(text.stripTrailing()).append(System.lineSeparator());
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
