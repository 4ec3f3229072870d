package dev.reactivetoken.benchmarks.report;

import dev.reactivetoken.benchmarks.harness.Estimate;

/** What an interval says of a bound. */
enum Verdict {
    /** The whole interval is on the right side, the bound itself included. */
    REACHED("reached"),
    /** The whole interval is on the wrong side. */
    MISSED("missed"),
    /** The interval holds the bound, or there were too few samples for one. */
    NOT_DECIDED("not decided"),
    /** There is no such figure in these results. */
    NOT_MEASURED("–");

    final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** @param measured null if it was not measured */
    static Verdict atMost(double bound, Estimate measured) {
        if (measured == null) {
            return NOT_MEASURED;
        }
        if (!measured.hasInterval()) {
            return NOT_DECIDED;
        }
        return measured.high() <= bound ? REACHED : measured.low() > bound ? MISSED : NOT_DECIDED;
    }

    /** @param measured null if it was not measured */
    static Verdict atLeast(double bound, Estimate measured) {
        if (measured == null) {
            return NOT_MEASURED;
        }
        if (!measured.hasInterval()) {
            return NOT_DECIDED;
        }
        return measured.low() >= bound ? REACHED : measured.high() < bound ? MISSED : NOT_DECIDED;
    }
}
