package dev.reactivetoken.benchmarks.harness;

import java.util.Locale;

/** Numbers as the tables show them: three digits, or all of a whole number. */
public final class Numbers {

    private Numbers() {}

    public static String text(double value) {
        return text(value, 0);
    }

    /** @param more digits than usual; none for a whole number */
    public static String text(double value, int more) {
        double size = Math.abs(value);
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + (value == Math.rint(value) ? 0 : digits + more) + "f", value);
    }
}
