package dev.reactivetoken.benchmarks.harness;

import java.util.Map;

/**
 * One figure, as {@code results.json} keeps it.
 *
 * @param low lower end of the confidence interval, null if there is none; equal to {@code value} if it was counted
 * @param high upper end
 */
public record Row(
        String question,
        String subject,
        String version,
        Map<String, Object> params,
        String metric,
        String unit,
        double value,
        Double low,
        Double high) {

    /** A parameter as text, or empty. */
    public String param(String name) {
        return String.valueOf(params.getOrDefault(name, ""));
    }

    public Estimate estimate() {
        return new Estimate(value, low, high);
    }
}
