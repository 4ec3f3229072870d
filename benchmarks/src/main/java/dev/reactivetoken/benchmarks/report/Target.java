package dev.reactivetoken.benchmarks.report;

import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Numbers;

/**
 * One promise, and what was measured of it.
 *
 * @param bound to be at most, or at least if {@code atLeast}
 * @param measured null when it was not measured
 * @param note another figure of the same run, which tells more of this one; may be empty
 */
record Target(
        String question, String what, boolean atLeast, double bound, String unit, Estimate measured, String note) {

    static Target atMost(String question, String what, double bound, String unit, Estimate measured) {
        return new Target(question, what, false, bound, unit, measured, "");
    }

    static Target atLeast(String question, String what, double bound, Estimate measured) {
        return new Target(question, what, true, bound, "", measured, "");
    }

    /** @param figure null if it was not measured */
    Target with(String name, Estimate figure, String unitOfIt) {
        if (figure == null) {
            return this;
        }
        String added = (note.isEmpty() ? "" : note + "; ") + name + " " + figure + unitOfIt;
        return new Target(question, what, atLeast, bound, unit, measured, added);
    }

    Verdict verdict() {
        return atLeast ? Verdict.atLeast(bound, measured) : Verdict.atMost(bound, measured);
    }

    String promise() {
        return (atLeast ? "≥ " : "≤ ") + Numbers.text(bound) + unit;
    }

    String shown() {
        return measured == null ? "not measured" : text() + unit;
    }

    /** With more digits where an end of the interval would look like the bound and is another number. */
    private String text() {
        if (!measured.hasInterval() || measured.isExact()) {
            return measured.toString();
        }
        int more = looksLikeBound(measured.low()) || looksLikeBound(measured.high()) ? 1 : 0;
        return "%s (%s–%s)"
                .formatted(
                        Numbers.text(measured.median(), more),
                        Numbers.text(measured.low(), more),
                        Numbers.text(measured.high(), more));
    }

    private boolean looksLikeBound(double end) {
        return end != bound && Numbers.text(end).equals(Numbers.text(bound));
    }
}
