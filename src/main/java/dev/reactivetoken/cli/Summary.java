package dev.reactivetoken.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** The report at the end: a table for people, one JSON object for programs. */
record Summary(List<ScenarioResult> verdicts, Duration took) {

    boolean kept() {
        return verdicts.stream().allMatch(ScenarioResult::kept);
    }

    String json() {
        return Json.object(
                "acts", Json.array(verdicts.stream().map(ScenarioResult::json).toList()),
                "kept", kept());
    }

    String table(Marks marks, Ansi ansi) {
        StringBuilder table = new StringBuilder();
        line(
                table,
                ansi.string(
                        "@|bold " + row("act", "callers", "token requests", "failed", "longest wait", "kept") + "|@"));
        line(table, "  " + marks.rule().repeat(80));
        for (ScenarioResult each : verdicts) {
            String mark = ansi.string("@|" + (each.kept() ? "green" : "red") + " " + marks.of(each.kept()) + "|@");
            line(
                    table,
                    row(
                            each.name(),
                            number(each.callers()),
                            number(each.tokenRequests()),
                            number(each.failed()) + (each.failing() ? "*" : " "),
                            number(each.maxWaitMillis()) + " ms",
                            mark));
        }
        line(table, "");
        if (verdicts.stream().anyMatch(ScenarioResult::failing)) {
            line(table, "  * told of the outage, as they should be: there was no token and none to be had");
        }
        line(table, "  " + ansi.string(closing()));
        return table.toString();
    }

    private String closing() {
        long broken = verdicts.stream().filter(each -> !each.kept()).count();
        String callers =
                number(verdicts.stream().mapToLong(ScenarioResult::callers).sum());
        String requests = number(
                verdicts.stream().mapToLong(ScenarioResult::tokenRequests).sum());
        String all = callers + " callers, " + requests + " token requests, " + took.toSeconds() + " s";
        return broken == 0
                ? "@|bold,green Every promise was kept:|@ " + all + "."
                : "@|bold,red Not every promise was kept:|@ " + broken + " of " + verdicts.size() + " acts failed; "
                        + all + ".";
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
