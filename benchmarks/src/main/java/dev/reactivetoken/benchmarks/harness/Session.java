package dev.reactivetoken.benchmarks.harness;

import dev.reactivetoken.benchmarks.subject.Subjects;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One run of one question: its form, where its figures go, and what it says meanwhile. */
public final class Session {

    public final String question;
    public final Form form;
    public final Path report;
    public final double loadBefore =
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Object> series = new LinkedHashMap<>();

    public Session(String question, Form form, Path report) {
        this.question = question;
        this.form = form;
        this.report = report;
    }

    /** In a smoke run ours and one peer of each kind. */
    public List<Subjects> chosen(List<Subjects> all) {
        Set<Subjects> few = Set.of(Subjects.REACTIVE_TOKEN, Subjects.JUST, Subjects.MONO_CACHE, Subjects.SPRING);
        return form == Form.SMOKE ? all.stream().filter(few::contains).toList() : all;
    }

    public void say(String what) {
        System.err.printf("[%s] %s%n", question, what);
    }

    public void add(Subjects subject, Map<String, Object> params, String metric, String unit, double value) {
        add(subject, params, metric, unit, value, null);
    }

    public void add(
            Subjects subject, Map<String, Object> params, String metric, String unit, double value, Double error) {
        add(subject.label, subject.version(), params, metric, unit, value, error);
    }

    public void add(
            String subject,
            String version,
            Map<String, Object> params,
            String metric,
            String unit,
            double value,
            Double error) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return; // no such figure
        }
        Double finite = error == null || error.isNaN() || error.isInfinite() ? null : error;
        rows.add(new Row(question, subject, version, params, metric, unit, value, finite));
    }

    /** A curve for the report, too fine for {@code results.json}. */
    public void curve(String subject, Object points) {
        series.put(subject, Objects.requireNonNull(points));
    }

    public List<Row> rows() {
        return rows;
    }

    public Map<String, Object> series() {
        return series;
    }
}
