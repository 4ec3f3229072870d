package dev.reactivetoken.benchmarks.report;

import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The table of the README, between its two markers. */
public final class Readme {

    private static final String BEGIN = "<!-- benchmarks -->";
    private static final String END = "<!-- /benchmarks -->";

    private final Report report;
    private final Map<String, String> versions = new LinkedHashMap<>();

    private Readme(Report report) {
        this.report = report;
        report.rows().forEach(row -> versions.put(row.subject(), row.version()));
    }

    public static void write(Path results, Path readme) throws IOException {
        Report report = Report.in(results);
        if (report.rows().isEmpty()) {
            throw new IOException("no results in " + results + ": run the benchmarks first");
        }
        String text = Files.readString(readme);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(readme + " has no line " + BEGIN + " followed by " + END);
        }
        String table = new Readme(report).text();
        Files.writeString(readme, text.substring(0, begin + BEGIN.length()) + "\n" + table + text.substring(end));
        System.err.println("The table in " + readme + " is that of " + results.resolve(Report.RESULTS));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append("| | hit, ns | hit, B | 100,000 waiters, ns each | stalled at rollover | failed in outage |\n");
        text.append("|---|--:|--:|--:|--:|--:|\n");
        versions.forEach((subject, version) -> {
            List<String> cells = cells(subject);
            if (cells.stream().anyMatch(cell -> !cell.isEmpty())) {
                text.append("| %s %s | %s |\n".formatted(subject, version, String.join(" | ", cells)));
            }
        });
        text.append("\nWhat reactive-token must reach, and reached:\n\n");
        text.append("| question | what | promise | measured | | measured beside it |\n|---|---|--:|--:|---|---|\n");
        for (Target each : report.targets()) {
            text.append("| %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            each.question(),
                            each.what(),
                            each.promise(),
                            each.shown(),
                            each.verdict().words,
                            each.note()));
        }
        text.append("\n").append(Report.METHOD).append("\n");
        text.append("\nMeasured on ").append(where()).append(busy()).append(". `benchmarks/run` measures yours.\n");
        return text.toString();
    }

    private List<String> cells(String subject) {
        Predicate<Row> oneThread = row -> row.param("threads").equals("1");
        return List.of(
                value("hit", subject, Metrics.TIME, oneThread),
                value("hit", subject, Metrics.ALLOCATION, oneThread),
                value(
                        "crowd",
                        subject,
                        Metrics.TIME_PER_WAITER,
                        row -> row.param("waiters").equals("100000")),
                value("rollover", subject, Metrics.STALLED, row -> true),
                value("outage", subject, Metrics.FAILED, row -> true));
    }

    private String value(String question, String subject, String metric, Predicate<Row> where) {
        return report.rows().stream()
                .filter(row -> row.question().equals(question)
                        && row.subject().equals(subject)
                        && row.metric().equals(metric))
                .filter(where)
                .map(row -> row.estimate().toString())
                .findFirst()
                .orElse("");
    }

    private String busy() {
        double load = report.environments().values().stream()
                .mapToDouble(Environment::loadBefore)
                .min()
                .orElse(0);
        return load < 1.5 ? "" : String.format(Locale.ROOT, "; the machine had other work (load %.0f)", load);
    }

    private String where() {
        return report.environments().values().stream()
                .map(each -> each.machine() + "; " + each.jdk() + "; " + each.date() + " (" + each.form() + " form)")
                .distinct()
                .collect(Collectors.joining(", and "));
    }
}
