package dev.reactivetoken.benchmarks;

import dev.reactivetoken.benchmarks.harness.Crowd;
import dev.reactivetoken.benchmarks.harness.CrowdCosts;
import dev.reactivetoken.benchmarks.harness.Endpoint;
import dev.reactivetoken.benchmarks.harness.Estimate;
import dev.reactivetoken.benchmarks.harness.Metrics;
import dev.reactivetoken.benchmarks.harness.Session;
import dev.reactivetoken.benchmarks.subject.Subjects;
import dev.reactivetoken.benchmarks.subject.Subjects.Trait;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Very many callers while there is no token and the endpoint is slow: what does each of them cost? Subjects and sizes
 * take turns, round after round.
 */
final class CrowdBenchmark {

    private static final int SMALL = 1_000;
    private static final int COMPARED = 100_000;
    private static final int LARGE = 1_000_000;

    /** Nanoseconds: a crowd that takes longer is measured once, unless reactive-token is compared with it. */
    private static final double SLOW = 0.8e9;

    /** Nanoseconds: a crowd that would take longer is not tried. */
    private static final double TOO_SLOW = 8e9;

    private static final Case MONO_CACHE = new Case(Subjects.MONO_CACHE, COMPARED);

    private record Case(Subjects subject, int size) {}

    private final Session session;
    private final Endpoint endpoint;
    private final Map<Case, CrowdCosts> costs = new LinkedHashMap<>();

    private CrowdBenchmark(Session session, Endpoint endpoint) {
        this.session = session;
        this.endpoint = endpoint;
    }

    static void measure(Session session) throws InterruptedException {
        try (Endpoint endpoint = Endpoint.quick()) {
            CrowdBenchmark benchmark = new CrowdBenchmark(session, endpoint);
            for (Subjects subject : session.chosen(Subjects.with(Trait.CACHE))) {
                if (!subject.blocking) {
                    benchmark.explore(subject);
                }
            }
            benchmark.takeTurns();
            benchmark.report();
            benchmark.compare();
        }
    }

    /** Warms the subject up and finds the sizes that it can take. */
    private void explore(Subjects subject) throws InterruptedException {
        for (int i = 0; i < session.form.pick(1, 20, 50); i++) {
            Crowd.measure(subject, endpoint, SMALL);
        }
        double before = Double.MAX_VALUE;
        for (int size = SMALL; size <= session.form.pick(10_000, LARGE, LARGE); size *= 10) {
            Crowd.Cost cost = Crowd.measure(subject, endpoint, size);
            CrowdCosts first = new CrowdCosts();
            first.add(List.of(cost));
            costs.put(new Case(subject, size), first);
            double growth = Math.min(10, Math.max(1, cost.nanosEach() / before)); // a cold compiler may show more
            before = cost.nanosEach();
            if (cost.requests() > 1 || cost.nanosEach() * growth * size * 10 > TOO_SLOW) {
                return;
            }
        }
    }

    private void takeTurns() throws InterruptedException {
        List<Case> order = new ArrayList<>(costs.keySet());
        order.removeIf(each -> costs.get(each).nanosEach()[0] * each.size > SLOW && !each.equals(MONO_CACHE));
        order.forEach(each -> costs.put(each, new CrowdCosts()));
        Random random = new Random(1);
        for (int round = 0; round < session.form.pick(1, Estimate.MIN_SAMPLES, 11); round++) {
            Collections.shuffle(order, random);
            for (Case each : order) {
                costs.get(each).add(crowds(each));
            }
        }
    }

    /** Small crowds are over too soon for one of them to mean much. */
    private List<Crowd.Cost> crowds(Case each) throws InterruptedException {
        int repeats = Math.max(1, session.form.pick(1_000, 30_000, 100_000) / each.size);
        List<Crowd.Cost> crowds = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            crowds.add(Crowd.measure(each.subject, endpoint, each.size));
        }
        return crowds;
    }

    private void report() {
        costs.forEach((each, cost) -> {
            Map<String, Object> params = Map.of("waiters", each.size);
            Estimate time = Estimate.of(cost.nanosEach());
            Estimate bytes = Estimate.of(cost.bytesEach());
            session.add(each.subject, params, Metrics.TIME_PER_WAITER, "ns", time);
            session.add(each.subject, params, Metrics.BYTES_PER_WAITER, "B", bytes);
            session.count(each.subject, params, Metrics.TOKEN_REQUESTS, "1", cost.requests());
            session.count(each.subject, params, Metrics.FAILED, "1", cost.failed());
            session.log("%-45s %,9d waiters: %s ns, %s B each, %,d requests, %,d failed"
                    .formatted(each.subject.label, each.size, time, bytes, cost.requests(), cost.failed()));
        });
    }

    private void compare() {
        CrowdCosts small = costs.get(new Case(Subjects.REACTIVE_TOKEN, SMALL));
        CrowdCosts large = costs.get(new Case(Subjects.REACTIVE_TOKEN, LARGE));
        CrowdCosts ours = costs.get(new Case(Subjects.REACTIVE_TOKEN, COMPARED));
        CrowdCosts monoCache = costs.get(MONO_CACHE);
        if (large != null) {
            ratio(LARGE, Metrics.LARGE_TO_SMALL, large, small);
        }
        if (ours != null && monoCache != null) {
            ratio(COMPARED, Metrics.MONO_CACHE_TO_WAITER, monoCache, ours);
        }
    }

    private void ratio(int size, String metric, CrowdCosts numerator, CrowdCosts denominator) {
        session.add(
                Subjects.REACTIVE_TOKEN,
                Map.of("waiters", size),
                metric,
                "1",
                Estimate.ofRatios(numerator.nanosEach(), denominator.nanosEach()));
    }
}
