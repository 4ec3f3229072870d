package dev.reactivetoken.benchmarks.harness;

import java.util.Map;

/** One figure. These are the rows of {@code results.json}. */
public record Row(
        String question,
        String subject,
        String version,
        Map<String, Object> params,
        String metric,
        String unit,
        double value,
        Double error) {

    /** A parameter as text, or empty. */
    public String param(String name) {
        return String.valueOf(params.getOrDefault(name, ""));
    }
}
