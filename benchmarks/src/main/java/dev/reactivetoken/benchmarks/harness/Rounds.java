package dev.reactivetoken.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Throughput of several works that take turns, many short ones in an order of chance, so that a machine which slows down
 * slows all of them. In one round all have the same connections, so that the chance of where these lie favours none. The
 * first round is not counted.
 */
public final class Rounds {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /**
     * What one work reached in each round.
     *
     * @param perSecond how often it was done
     * @param processor nanoseconds of processor time that this process took for one of them, everything counted
     */
    public record Rate(double[] perSecond, double[] processor) {

        /** In the middle of the rounds. */
        public double median() {
            return median(perSecond);
        }

        /** Half of the distance between the best and the worst round. */
        public double error() {
            DoubleSummaryStatistics all = Arrays.stream(perSecond).summaryStatistics();
            return (all.getMax() - all.getMin()) / 2;
        }

        /** In nanoseconds, in the middle of the rounds. */
        public double processorTime() {
            return median(processor);
        }

        /** The median of the ratios that were seen in one round each. */
        public double shareOf(Rate floor) {
            return median(ratios(perSecond, floor.perSecond));
        }

        /** Half of the distance between the quartiles of those ratios, over the root of their number. */
        public double shareError(Rate floor) {
            double[] sorted = ratios(perSecond, floor.perSecond);
            Arrays.sort(sorted);
            double quartiles = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
            return quartiles / 2 / Math.sqrt(sorted.length);
        }

        /** What share of its processor time the floor would have taken: steady also on a machine that is not idle. */
        public double processorShareOf(Rate floor) {
            return median(ratios(floor.processor, processor));
        }

        private static double[] ratios(double[] above, double[] below) {
            return IntStream.range(0, above.length)
                    .mapToDouble(round -> above[round] / below[round])
                    .toArray();
        }

        private static double median(double[] all) {
            double[] sorted = all.clone();
            Arrays.sort(sorted);
            return (sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2;
        }
    }

    private Rounds() {}

    /**
     * @param works each by its name: what the given lane does again and again
     * @param lanes how many do so at once
     * @param afresh is run before each round
     */
    public static <K> Map<K, Rate> perSecond(
            Map<K, IntFunction<Mono<?>>> works, int lanes, int rounds, Duration each, Runnable afresh) {
        List<K> order = new ArrayList<>(works.keySet());
        Random chance = new Random(1);
        Map<K, Rate> rates = new LinkedHashMap<>();
        works.keySet().forEach(work -> rates.put(work, new Rate(new double[rounds], new double[rounds])));
        for (int round = -1; round < rounds; round++) {
            afresh.run();
            Collections.shuffle(order, chance);
            turn(works.get(order.get(0)), lanes, each); // opens the connections
            for (K work : order) {
                long processor = PROCESS.getProcessCpuTime();
                long begin = System.nanoTime();
                long done = turn(works.get(work), lanes, each);
                if (round >= 0) {
                    rates.get(work).perSecond[round] = done * 1e9 / (System.nanoTime() - begin);
                    rates.get(work).processor[round] = (PROCESS.getProcessCpuTime() - processor) / (double) done;
                }
            }
        }
        return rates;
    }

    private static long turn(IntFunction<Mono<?>> work, int lanes, Duration each) {
        LongAdder done = new LongAdder();
        long end = System.nanoTime() + each.toNanos();
        Flux.range(0, lanes)
                .flatMap(
                        lane -> work.apply(lane)
                                .doOnSuccess(any -> done.increment())
                                .repeat(() -> System.nanoTime() < end)
                                .then(),
                        lanes)
                .blockLast(each.plusSeconds(30));
        return done.sum();
    }
}
