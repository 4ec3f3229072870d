package dev.reactivetoken.benchmarks.harness;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What crowds of one subject and one size cost, round by round. */
public final class CrowdCosts {

    private final List<Crowd.Cost> rounds = new ArrayList<>();
    private long requests;
    private long failed;

    /** A round of one crowd, or of several small ones: its time is that of the one in the middle. */
    public void add(List<Crowd.Cost> crowds) {
        rounds.add(crowds.stream()
                .sorted(Comparator.comparingDouble(Crowd.Cost::nanosEach))
                .toList()
                .get(crowds.size() / 2));
        for (Crowd.Cost crowd : crowds) {
            requests = Math.max(requests, crowd.requests());
            failed = Math.max(failed, crowd.failed());
        }
    }

    public double[] nanosEach() {
        return each(Crowd.Cost::nanosEach);
    }

    public double[] bytesEach() {
        return each(Crowd.Cost::bytesEach);
    }

    /** Of the crowd with the most. */
    public long requests() {
        return requests;
    }

    /** Of the crowd with the most. */
    public long failed() {
        return failed;
    }

    private double[] each(ToDoubleFunction<Crowd.Cost> figure) {
        return rounds.stream().mapToDouble(figure).toArray();
    }
}
