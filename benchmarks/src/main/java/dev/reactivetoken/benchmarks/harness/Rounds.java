package dev.reactivetoken.benchmarks.harness;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Throughput of several works that take turns, a short round each, so that a machine which slows down slows all of
 * them. The first round of each is not counted.
 */
public final class Rounds {

    /** @param error half of the distance between the best and the worst round */
    public record Rate(double perSecond, double error) {}

    private Rounds() {}

    /**
     * @param works each by its name: what the given lane does again and again
     * @param lanes how many do so at once
     * @param afresh is run before each round
     */
    public static <K> Map<K, Rate> perSecond(
            Map<K, IntFunction<Mono<?>>> works, int lanes, int rounds, Duration each, Runnable afresh) {
        Map<K, double[]> rates = new LinkedHashMap<>();
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<K, IntFunction<Mono<?>>> work : works.entrySet()) {
                afresh.run();
                double rate = round(work.getValue(), lanes, each);
                if (round >= 0) {
                    rates.computeIfAbsent(work.getKey(), key -> new double[rounds])[round] = rate;
                }
            }
        }
        Map<K, Rate> medians = new LinkedHashMap<>();
        rates.forEach((key, all) -> {
            Arrays.sort(all);
            medians.put(key, new Rate(all[all.length / 2], (all[all.length - 1] - all[0]) / 2));
        });
        return medians;
    }

    private static double round(IntFunction<Mono<?>> work, int lanes, Duration each) {
        LongAdder done = new LongAdder();
        long begin = System.nanoTime();
        long end = begin + each.toNanos();
        Flux.range(0, lanes)
                .flatMap(
                        lane -> work.apply(lane)
                                .doOnSuccess(any -> done.increment())
                                .repeat(() -> System.nanoTime() < end)
                                .then(),
                        lanes)
                .blockLast(each.plusSeconds(30));
        return done.sum() * 1e9 / (System.nanoTime() - begin);
    }
}
