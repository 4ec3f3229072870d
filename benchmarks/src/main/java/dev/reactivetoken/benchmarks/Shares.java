package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Rounds.Rate;
import dev.reactivetoken.benchmarks.harness.Session;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Adds the throughput of works that took turns to the figures, and what share of their floor's each reached.
 *
 * @param floor the work that all are compared with
 * @param share name of that comparison
 * @param throughput what is counted per second
 * @param version of a work's subject
 */
record Shares(Session session, String floor, String share, String throughput, UnaryOperator<String> version) {

    void add(Map<String, Object> params, Map<String, Rate> rates) {
        Rate base = rates.get(floor);
        rates.forEach((subject, rate) -> {
            String of = version.apply(subject);
            session.add(subject, of, params, throughput, "1/s", rate.throughput());
            session.add(subject, of, params, "processor time", "ns", rate.processorTime());
            session.add(subject, of, params, share, "1", rate.shareOf(base));
            session.add(subject, of, params, Metrics.byProcessorTime(share), "1", rate.processorShareOf(base));
            session.log("%-48s %s %s/s, %s %s, %s by processor time"
                    .formatted(
                            subject,
                            rate.throughput(),
                            throughput,
                            share,
                            rate.shareOf(base),
                            rate.processorShareOf(base)));
        });
    }
}
