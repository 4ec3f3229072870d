package dev.reactivetoken.benchmarks.report;

import dev.reactivetoken.benchmarks.harness.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What reactive-token must reach, and what it reached in these results. */
final class Targets {

    private static final String OURS = "reactive-token";

    /**
     * One promise.
     *
     * @param bound to be at most, or at least if {@code atLeast}
     * @param measured null when the question has not been asked
     */
    record Target(String question, String what, boolean atLeast, double bound, String unit, Double measured) {

        String promise() {
            return (atLeast ? "≥ " : "≤ ") + number(bound) + unit;
        }

        String shown() {
            return measured == null ? "not measured" : number(measured) + unit;
        }

        boolean reached() {
            return measured != null && (atLeast ? measured >= bound : measured <= bound);
        }

        String verdict() {
            return measured == null ? "–" : reached() ? "reached" : "missed";
        }
    }

    private final List<Row> rows;

    Targets(List<Row> rows) {
        this.rows = rows;
    }

    List<Target> all() {
        Predicate<Row> one = with("threads", 1);
        Double hit = value("hit", OURS, "time", one);
        List<Target> all = new ArrayList<>();
        all.add(most(
                "hit",
                "time of a hit, in times of Mono.just + one clock read",
                1.1,
                ratio(hit, value("hit", "Mono.just + one clock read (floor)", "time", one))));
        all.add(most(
                "hit",
                "the same, in times of Mono.cache(ttl) (goal)",
                1.0,
                ratio(hit, value("hit", "Mono.cache(ttl)", "time", one))));
        all.add(least(
                "hit",
                "faster than Spring Security, times",
                20,
                ratio(value("hit", "Spring Security", "time", one), hit)));
        all.add(most("hit", "allocation of a hit", 32, " B", value("hit", OURS, "allocation", one)));
        all.add(most(
                "crowd",
                "token requests for 1,000,000 waiters",
                1,
                value("crowd", OURS, "token requests", waiters(1_000_000))));
        all.add(most(
                "crowd",
                "cost of a waiter among 1,000,000, in times of one among 1,000",
                2,
                ratio(
                        value("crowd", OURS, "time per waiter", waiters(1_000_000)),
                        value("crowd", OURS, "time per waiter", waiters(1_000)))));
        all.add(least(
                "crowd",
                "cheaper than Mono.cache at 100,000 waiters, times (goal)",
                50,
                ratio(
                        value("crowd", "Mono.cache(ttl)", "time per waiter", waiters(100_000)),
                        value("crowd", OURS, "time per waiter", waiters(100_000)))));
        all.add(most("rollover", "calls stalled over 50 ms", 0, value("rollover", OURS, "stalled > 50 ms")));
        all.add(most("rollover", "failed calls", 0, value("rollover", OURS, "failed")));
        all.add(most("rollover", "token requests per life", 1.25, value("rollover", OURS, "requests per life")));
        all.add(most(
                "rollover",
                "longest wait, in times of a fixed token's (goal)",
                1.5,
                ratio(value("rollover", OURS, "wait max"), value("rollover", "Mono.just (floor)", "wait max"))));
        all.add(most("outage", "failed calls", 0, value("outage", OURS, "failed")));
        all.add(most("outage", "hung calls", 0, value("outage", OURS, "hung")));
        all.add(most(
                "outage",
                "token requests during 1.8 s of 503 (goal)",
                4,
                value("outage", OURS, "requests during the outage")));
        all.add(least(
                "fetch",
                "share of a bare POST, 1 in flight",
                0.90,
                value("fetch", OURS, "share of bare", with("in flight", 1))));
        all.add(least(
                "fetch",
                "share of a bare POST, 32 in flight",
                0.90,
                value("fetch", OURS, "share of bare", with("in flight", 32))));
        all.add(most("keys", "heap of a source beyond its token, sharing resilience", 512, " B", keys("shared")));
        all.add(most("keys", "heap of a source beyond its token, all by itself", 512, " B", keys("own")));
        all.add(least(
                "filter",
                "share of a fixed header (filter written by hand)",
                0.95,
                value("filter", "reactive-token, filter written by hand", "share of a fixed header")));
        return all;
    }

    private Double keys(String resilience) {
        Predicate<Row> these = with("resilience", resilience).and(with("token length", 40));
        Double million =
                value("keys", OURS, "bytes per source beyond the token", these.and(with("sources", 1_000_000)));
        return million != null
                ? million
                : value("keys", OURS, "bytes per source beyond the token", these.and(with("sources", 1_000)));
    }

    private static Predicate<Row> waiters(int count) {
        return with("waiters", count);
    }

    private static Predicate<Row> with(String param, int value) {
        return with(param, Integer.toString(value));
    }

    private static Predicate<Row> with(String param, String value) {
        return row -> row.param(param).equals(value);
    }

    private Double value(String question, String subject, String metric) {
        return value(question, subject, metric, row -> true);
    }

    private Double value(String question, String subject, String metric, Predicate<Row> where) {
        return rows.stream()
                .filter(row -> row.question().equals(question)
                        && row.subject().equals(subject)
                        && row.metric().equals(metric))
                .filter(where)
                .map(Row::value)
                .findFirst()
                .orElse(null);
    }

    private static Double ratio(Double above, Double below) {
        return above == null || below == null ? null : above / below;
    }

    private static Target most(String question, String what, double bound, Double measured) {
        return most(question, what, bound, "", measured);
    }

    private static Target most(String question, String what, double bound, String unit, Double measured) {
        return new Target(question, what, false, bound, unit, measured);
    }

    private static Target least(String question, String what, double bound, Double measured) {
        return new Target(question, what, true, bound, "", measured);
    }

    static String number(double value) {
        double size = Math.abs(value);
        String format = value == Math.rint(value) || size >= 100
                ? "%,.0f"
                : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
