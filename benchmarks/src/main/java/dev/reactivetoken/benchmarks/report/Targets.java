package dev.reactivetoken.benchmarks.report;

import static dev.reactivetoken.benchmarks.report.Target.atLeast;
import static dev.reactivetoken.benchmarks.report.Target.atMost;

import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Row;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What reactive-token must reach, and what it reached in these results. A goal is wished for and not promised. */
final class Targets {

    private static final String OURS = "reactive-token";

    private final List<Row> rows;

    private Targets(List<Row> rows) {
        this.rows = rows;
    }

    static List<Target> of(List<Row> rows) {
        Targets targets = new Targets(rows);
        return Stream.of(
                        targets.hit(),
                        targets.refresh(),
                        targets.crowd(),
                        targets.rollover(),
                        targets.outage(),
                        targets.fetch(),
                        targets.keys(),
                        targets.filter())
                .flatMap(List::stream)
                .toList();
    }

    private List<Target> hit() {
        Map<String, Object> one = Map.of("threads", 1);
        Estimate clock = ours("hit", Metrics.CLOCK_TO_HIT, one);
        return List.of(
                atMost(
                        "hit",
                        "time of a hit, in times of Mono.just + one clock read",
                        1.1,
                        "",
                        ours("hit", Metrics.HIT_TO_FLOOR, one)),
                atMost(
                                "hit",
                                "the same, in times of Mono.cache(ttl) (goal)",
                                1,
                                "",
                                ours("hit", Metrics.HIT_TO_MONO_CACHE, one))
                        .with("share of one clock read in a hit", clock, ""),
                atLeast("hit", "faster than Spring Security, times", 20, ours("hit", Metrics.SPRING_TO_HIT, one)),
                atMost("hit", "allocation of a hit", 24, " B", ours("hit", Metrics.ALLOCATION, one)));
    }

    private List<Target> refresh() {
        return List.of(atMost(
                        "refresh",
                        "one refresh without network, in times of a bare pipeline in Mono.cacheInvalidateIf",
                        9.8,
                        "",
                        ours("refresh", Metrics.REFRESH_TO_FLOOR))
                .with("share of grant and authentication in it", ours("refresh", Metrics.PIPELINE_TO_REFRESH), ""));
    }

    private List<Target> crowd() {
        Map<String, Object> large = Map.of("waiters", 1_000_000);
        return List.of(
                atMost(
                        "crowd",
                        "token requests for 1,000,000 waiters",
                        1,
                        "",
                        ours("crowd", Metrics.TOKEN_REQUESTS, large)),
                atMost(
                        "crowd",
                        "cost of a waiter among 1,000,000, in times of one among 1,000",
                        2,
                        "",
                        ours("crowd", Metrics.LARGE_TO_SMALL)),
                atLeast(
                        "crowd",
                        "cheaper than Mono.cache at 100,000 waiters, times (goal)",
                        50,
                        ours("crowd", Metrics.MONO_CACHE_TO_WAITER)));
    }

    private List<Target> rollover() {
        return List.of(
                atMost(
                        "rollover",
                        "calls stalled over 50 ms, beyond those of a fixed token",
                        0,
                        "",
                        ours("rollover", Metrics.STALLED_BEYOND_FIXED)),
                atMost("rollover", "failed calls", 0, "", ours("rollover", Metrics.FAILED_IN_TURNS)),
                atMost("rollover", "token requests per life", 1.25, "", ours("rollover", Metrics.RENEWALS_PER_LIFE)),
                atMost(
                        "rollover",
                        "longest wait, in times of a fixed token's (goal)",
                        1.5,
                        "",
                        ours("rollover", Metrics.WAIT_TO_FIXED)));
    }

    private List<Target> outage() {
        return List.of(
                atMost("outage", "failed calls", 0, "", ours("outage", Metrics.FAILED)),
                atMost("outage", "hung calls", 0, "", ours("outage", Metrics.HUNG)),
                atMost(
                        "outage",
                        "token requests during 1.8 s of 503 (goal)",
                        4,
                        "",
                        ours("outage", Metrics.REQUESTS_IN_OUTAGE)));
    }

    private List<Target> fetch() {
        return Stream.of(OURS, "reactive-token, endpoint alone")
                .flatMap(subject -> Stream.of(1, 32)
                        .map(lanes -> share(
                                "fetch",
                                "%s, as a share of bare POSTs, %d in flight"
                                        .formatted(
                                                subject.equals(OURS) ? "whole refreshes" : "the endpoint alone", lanes),
                                0.90,
                                subject,
                                Metrics.SHARE_OF_BARE,
                                Map.of("in flight", lanes))))
                .toList();
    }

    private List<Target> keys() {
        Map<String, Object> million = Map.of("sources", 1_000_000);
        return List.of(
                atMost(
                        "keys",
                        "heap of a source beyond its token, sharing resilience",
                        560,
                        " B",
                        sourceBytes("shared")),
                atMost(
                                "keys",
                                "the same, with its key and its place in TokenSources",
                                700,
                                " B",
                                sourceBytes("registry"))
                        .with("key and place", ours("keys", Metrics.PLACE_BYTES), " B"),
                atMost("keys", "heap of a source beyond its token, all by itself", 560, " B", sourceBytes("own"))
                        .with("its own resilience", ours("keys", Metrics.RESILIENCE_BYTES), " B"),
                lookup(1),
                lookup(1_000),
                lookup(1_000_000));
    }

    private Target lookup(int count) {
        Map<String, Object> sources = Map.of("sources", count);
        return atMost(
                        "keys",
                        "lookup of one source among %,d at random".formatted(count),
                        150,
                        " ns",
                        ours("keys", Metrics.LOOKUP, sources))
                .with(
                        "in times of a Caffeine cache with that bound",
                        ours("keys", Metrics.LOOKUP_TO_BOUNDED, sources),
                        "")
                .with("without a bound", ours("keys", Metrics.LOOKUP_TO_UNBOUNDED, sources), "");
    }

    private Estimate sourceBytes(String resilience) {
        return ours("keys", Metrics.SOURCE_BYTES, Map.of("resilience", resilience, "token length", 40));
    }

    private List<Target> filter() {
        return List.of(
                share(
                        "filter",
                        "share of a fixed header (WebClient)",
                        0.95,
                        "reactive-token, BearerExchangeFilter",
                        Metrics.SHARE_OF_FIXED_HEADER,
                        Map.of()),
                share(
                        "filter",
                        "share of Reactor Netty with a fixed header (BearerHttpClient)",
                        0.95,
                        "reactive-token, BearerHttpClient",
                        Metrics.SHARE_OF_NETTY,
                        Map.of()),
                share(
                        "filter",
                        "the sidecar, as a share of a bare Reactor Netty proxy on the same transport",
                        0.90,
                        "reactive-token sidecar",
                        Metrics.SHARE_OF_PROXY,
                        Map.of()));
    }

    private Target share(
            String question, String what, double bound, String subject, String metric, Map<String, Object> params) {
        return atLeast(question, what, bound, estimate(question, subject, metric, params))
                .with("by processor time", estimate(question, subject, Metrics.byProcessorTime(metric), params), "");
    }

    private Estimate ours(String question, String metric) {
        return ours(question, metric, Map.of());
    }

    private Estimate ours(String question, String metric, Map<String, Object> params) {
        return estimate(question, OURS, metric, params);
    }

    /** Null if it was not measured. */
    private Estimate estimate(String question, String subject, String metric, Map<String, Object> params) {
        return rows.stream()
                .filter(row -> row.question().equals(question)
                        && row.subject().equals(subject)
                        && row.metric().equals(metric)
                        && params.keySet().stream()
                                .allMatch(name ->
                                        row.param(name).equals(params.get(name).toString())))
                .map(Row::estimate)
                .findFirst()
                .orElse(null);
    }
}
