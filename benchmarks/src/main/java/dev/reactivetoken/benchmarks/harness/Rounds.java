package dev.reactivetoken.benchmarks.harness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Throughput of several works that take turns, many short ones in random order, so that a machine which slows down slows
 * all of them. In one round all have the same connections, so that none is favoured by the threads to which these
 * belong. The first round is not counted.
 */
public final class Rounds {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /**
     * What one work reached in each round.
     *
     * @param perSecond how often it was done
     * @param processor nanoseconds of processor time that this process took for one of them, client and server together
     */
    public record Rate(double[] perSecond, double[] processor) {

        public Estimate throughput() {
            return Estimate.of(perSecond);
        }

        public Estimate processorTime() {
            return Estimate.of(processor);
        }

        public Estimate shareOf(Rate floor) {
            return Estimate.ofRatios(perSecond, floor.perSecond);
        }

        /** The floor's processor time, as a share of this one: less disturbed by other work on the machine. */
        public Estimate processorShareOf(Rate floor) {
            return Estimate.ofRatios(floor.processor, processor);
        }
    }

    private Rounds() {}

    /**
     * @param works each by its name: what the given lane repeats
     * @param lanes how many run at once
     * @param beforeRound is run before each round
     */
    public static <K> Map<K, Rate> perSecond(
            Map<K, IntFunction<Mono<?>>> works, int lanes, int rounds, Duration each, Runnable beforeRound) {
        List<K> order = new ArrayList<>(works.keySet());
        Random random = new Random(1);
        Map<K, Rate> rates = new LinkedHashMap<>();
        works.keySet().forEach(work -> rates.put(work, new Rate(new double[rounds], new double[rounds])));
        for (int round = -1; round < rounds; round++) {
            beforeRound.run();
            Collections.shuffle(order, random);
            turn(works.get(order.get(0)), lanes, each); // opens the connections, uncounted
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
