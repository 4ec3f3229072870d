package dev.reactivetoken.benchmarks.harness;

import java.util.Locale;

/** Numbers as the tables show them: three digits, or all of a whole number. */
public final class Numbers {

    private Numbers() {}

    public static String text(double value) {
        double size = Math.abs(value);
        String format = value == Math.rint(value) || size >= 100
                ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
