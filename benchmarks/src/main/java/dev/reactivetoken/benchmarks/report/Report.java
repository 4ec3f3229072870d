package dev.reactivetoken.benchmarks.report;

import dev.reactivetoken.benchmarks.harness.Row;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.harness.Versions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures of all questions measured so far; measuring one again replaces its figures alone. */
public final class Report {

    public static final String RESULTS = "results.json";
    public static final String PAGE = "index.html";

    /** How to read the figures, for README and page. */
    static final String METHOD =
            "Subjects take turns in short rounds and are compared pair by pair. A figure is a median; in parentheses"
                    + " stands its interval of at least 95 % confidence, from order statistics of the rounds (of the"
                    + " JVMs, where each subject has its own). A figure without one was counted, or measured in fewer"
                    + " than six rounds. *Reached* means that the whole interval is on the right side of the bound,"
                    + " *missed* that it is on the wrong side, *not decided* that it holds the bound.";

    private static final String CURVES = "rollover-curves.json";
    private static final String ENVIRONMENT = "environment.json";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;
    private final List<Row> rows;
    private final Map<String, Environment> environments;

    private Report(Path directory) throws IOException {
        this.directory = directory;
        this.rows = new ArrayList<>(List.of(read(RESULTS, new TypeReference<Row[]>() {}, new Row[0])));
        this.environments = read(ENVIRONMENT, new TypeReference<TreeMap<String, Environment>>() {}, new TreeMap<>());
    }

    public static Report in(Path directory) throws IOException {
        return new Report(directory);
    }

    /** @param order of all questions */
    public void replace(Session session, Collection<String> order) throws IOException {
        rows.removeIf(row -> row.question().equals(session.question));
        rows.addAll(session.rows());
        rows.sort(Comparator.comparing(row -> List.copyOf(order).indexOf(row.question())));
        environments.put(session.question, Environment.of(session));
        write(RESULTS, rows);
        write(ENVIRONMENT, environments);
        if (!session.series().isEmpty()) {
            write(CURVES, session.series());
        }
    }

    /** One file that shows everything and needs no other. */
    public void writePage() throws IOException {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("rows", rows);
        data.put("environments", environments);
        data.put("targets", targets().stream().map(Report::plain).toList());
        data.put("method", METHOD.replace("*", ""));
        data.put("curves", read(CURVES, new TypeReference<Map<String, Object>>() {}, Map.of()));
        String chart = "META-INF/resources/webjars/chart.js/" + Versions.of("org.webjars.npm:chart.js")
                + "/dist/chart.umd.min.js";
        String page = resource("report/index.html")
                .replace("/*style*/", resource("report/style.css"))
                .replace("/*chart.js*/", resource(chart).replace("//# sourceMappingURL", "// source map"))
                .replace("/*page*/", resource("report/page.js"))
                .replace("/*data*/null", JSON.writeValueAsString(data).replace("</", "<\\/"));
        Files.writeString(directory.resolve(PAGE), page);
    }

    /** The promises, one line each. */
    public String summary() {
        StringBuilder text = new StringBuilder("\n");
        for (Target each : targets()) {
            if (each.measured() != null) {
                text.append("%-9s %-83s %8s  %-24s %-11s %s%n"
                        .formatted(
                                each.question(),
                                each.what(),
                                each.promise(),
                                each.shown(),
                                each.verdict().words,
                                each.note()));
            }
        }
        return text.toString();
    }

    List<Row> rows() {
        return rows;
    }

    Map<String, Environment> environments() {
        return environments;
    }

    List<Target> targets() {
        return Targets.of(rows);
    }

    private static Map<String, Object> plain(Target target) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("question", target.question());
        plain.put("what", target.what());
        plain.put("promise", target.promise());
        plain.put("shown", target.shown());
        plain.put("verdict", target.verdict().words);
        plain.put("note", target.note());
        return plain;
    }

    private <T> T read(String file, TypeReference<T> type, T otherwise) throws IOException {
        Path path = directory.resolve(file);
        return Files.exists(path) ? JSON.readValue(Files.readString(path), type) : otherwise;
    }

    private void write(String file, Object value) throws IOException {
        Files.writeString(directory.resolve(file), JSON.writeValueAsString(value) + "\n");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Report.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("not in the jar: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
