package dev.reactivetoken.benchmarks.harness;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A median with its confidence interval of at least 95 %, taken from order statistics: no distribution is assumed.
 *
 * @param low lower end of the interval; null when there were too few samples for one
 * @param high upper end; null when {@code low} is
 */
public record Estimate(double median, Double low, Double high) {

    /** Fewer samples than this have no interval: even from the least to the greatest it would be one of 94 %. */
    public static final int MIN_SAMPLES = 6;

    private static final double TAIL = 0.025;

    public Estimate {
        if ((low == null) != (high == null)) {
            throw new IllegalArgumentException("an interval has two ends");
        }
    }

    /** The median of independent samples; NaN of none. */
    public static Estimate of(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int rank = rank(sorted.length);
        return rank == 0
                ? new Estimate(median(sorted), null, null)
                : new Estimate(median(sorted), sorted[rank - 1], sorted[sorted.length - rank]);
    }

    /** The median of the ratios that were measured in one round each. */
    public static Estimate ofRatios(double[] numerators, double[] denominators) {
        return of(ratios(numerators, denominators));
    }

    /** What was counted and not sampled. */
    public static Estimate exact(double value) {
        return new Estimate(value, value, value);
    }

    /** Round by round. */
    public static double[] ratios(double[] numerators, double[] denominators) {
        if (numerators.length != denominators.length) {
            throw new IllegalArgumentException("%d and %d rounds".formatted(numerators.length, denominators.length));
        }
        return IntStream.range(0, numerators.length)
                .mapToDouble(round -> numerators[round] / denominators[round])
                .toArray();
    }

    public static double median(double[] samples) {
        if (samples.length == 0) {
            return Double.NaN;
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
    }

    public boolean hasInterval() {
        return low != null;
    }

    public boolean isExact() {
        return low != null && low == median && high == median;
    }

    /** As {@code 27.2 (26.5–28.0)}; a number alone if it was counted or has no interval. */
    @Override
    public String toString() {
        String value = Numbers.text(median);
        return hasInterval() && !isExact() ? value + " (" + Numbers.text(low) + "–" + Numbers.text(high) + ")" : value;
    }

    /**
     * The interval reaches from the sample of this rank to the one of the same rank from above: the greatest rank with
     * P(X &lt; rank) ≤ 2.5 %, where X of Bin(count, ½) is how many samples are below the true median. 0 for none.
     */
    static int rank(int count) {
        double probability = Math.pow(0.5, count); // of no sample below it
        double cumulative = probability;
        int rank = 0;
        while (cumulative <= TAIL && rank < count) {
            rank++;
            probability *= (count - rank + 1) / (double) rank;
            cumulative += probability;
        }
        return rank;
    }
}
