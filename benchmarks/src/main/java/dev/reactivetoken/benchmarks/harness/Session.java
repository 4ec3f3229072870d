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

/** One run of one question: its form, the figures it adds, and its log. */
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

    /** In a smoke run reactive-token and one peer of each kind. */
    public List<Subjects> chosen(List<Subjects> all) {
        Set<Subjects> few = Set.of(
                Subjects.REACTIVE_TOKEN, Subjects.JUST, Subjects.JUST_AND_CLOCK, Subjects.MONO_CACHE, Subjects.SPRING);
        return form == Form.SMOKE ? all.stream().filter(few::contains).toList() : all;
    }

    public void log(String line) {
        System.err.printf("[%s] %s%n", question, line);
    }

    public void add(Subjects subject, Map<String, Object> params, String metric, String unit, Estimate estimate) {
        add(subject.label, subject.version(), params, metric, unit, estimate);
    }

    /** A number that was counted. */
    public void count(Subjects subject, Map<String, Object> params, String metric, String unit, long count) {
        add(subject, params, metric, unit, Estimate.exact(count));
    }

    /** Leaves out an estimate that is no finite number. */
    public void add(
            String subject, String version, Map<String, Object> params, String metric, String unit, Estimate estimate) {
        if (!Double.isFinite(estimate.median())) {
            return;
        }
        boolean interval =
                estimate.hasInterval() && Double.isFinite(estimate.low()) && Double.isFinite(estimate.high());
        Double low = interval ? estimate.low() : null;
        Double high = interval ? estimate.high() : null;
        rows.add(new Row(question, subject, version, params, metric, unit, estimate.median(), low, high));
    }

    /** A curve for the page, too fine for {@code results.json}. */
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
