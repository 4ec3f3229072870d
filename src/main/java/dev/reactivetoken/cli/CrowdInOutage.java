package dev.reactivetoken.cli;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.token.TokenException.Unavailable;
import dev.reactivetoken.token.TokenException.Unreachable;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** There is no token and none to be had: callers fail, which is right, but fast, with the cause, and not for long. */
final class CrowdInOutage implements Scenario {

    private static final int UNAVAILABLE = 503;

    /** Before the circuit opens, callers wait for the three tries of a refresh. */
    private static final Duration LONGEST_TRY = Duration.ofSeconds(2);

    /** The circuit stays open for longer, so that whoever is put to sleep until it closes breaks the promise. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration HEALED_WITHIN = Duration.ofSeconds(4);
    private static final int REQUESTS_AT_MOST = 12;

    private final int callers;

    CrowdInOutage(int callers) {
        this.callers = callers;
    }

    @Override
    public String name() {
        return "crowd in an outage";
    }

    @Override
    public String promise() {
        return String.format(
                Locale.ROOT,
                "%,d callers come, no token is there and the endpoint is down: all are told at once, until it is back.",
                callers);
    }

    @Override
    public ScenarioResult play(ScenarioEnvironment stage, Progress progress) throws InterruptedException {
        stage.server().fault(Fault.status(UNAVAILABLE), Integer.MAX_VALUE);
        try (ReactiveTokenSource source = stage.source();
                PauseMeter meter = new PauseMeter()) {
            LongSupplier requests = () -> stage.server().counts().tokenRequests();
            CallStatistics first = new CallStatistics(source, CrowdInOutage::tellsOfTheOutage);
            CallStatistics crowd = new CallStatistics(source, CrowdInOutage::tellsOfTheOpenCircuit);
            CallStatistics later = new CallStatistics(source, CrowdInOutage::tellsOfTheOutage);
            progress.watch(() -> String.format(
                    Locale.ROOT,
                    "%,d callers were told of the outage, %,d were served",
                    first.told() + crowd.told() + later.told(),
                    later.served()));

            untilTheCircuitOpens(first, requests);
            Load.crowd(callers, crowd::call);
            crowd.awaitAnswers();
            long needed = requests.getAsLong();
            stage.server().clearFaults();
            boolean healed = Wait.until(HEALED_WITHIN.plus(meter.longest()), () -> {
                later.call();
                return later.served() > 0;
            });
            later.awaitAnswers();
            return new ScenarioResult(
                    name(),
                    first.callers() + crowd.callers() + later.callers(),
                    requests.getAsLong(),
                    lost(first) + lost(crowd) + lost(later),
                    longestWait(first, crowd, later).toMillis(),
                    true,
                    new Expectations()
                            .keep(first.told() > 0, "the outage was told to nobody")
                            .nobodyFailed(first)
                            .nobodyWaited(first, LONGEST_TRY, meter.longest())
                            .nobodyFailed(crowd)
                            .nobodyWaited(crowd, LONGEST_WAIT, meter.longest())
                            .keep(crowd.told() == callers, crowd.served() + " callers got a token in an outage")
                            .nobodyFailed(later)
                            .keep(healed, "no token came after the outage")
                            .keep(needed <= REQUESTS_AT_MOST, needed + " token requests during one outage")
                            .oneRequestAtATime(stage)
                            .broken());
        }
    }

    /** One caller after the other, until nothing is sent for one. */
    private static void untilTheCircuitOpens(CallStatistics tally, LongSupplier requests) throws InterruptedException {
        long before;
        do {
            before = requests.getAsLong();
            tally.call();
            tally.awaitAnswers();
        } while (requests.getAsLong() > before && requests.getAsLong() <= REQUESTS_AT_MOST);
    }

    private static boolean tellsOfTheOutage(Throwable thrown) {
        return thrown instanceof Unreachable failure
                ? failure.status() == UNAVAILABLE && failure.attempts() > 0
                : tellsOfTheOpenCircuit(thrown);
    }

    /** With the cause, how often it was tried, and when it will be tried again. */
    private static boolean tellsOfTheOpenCircuit(Throwable thrown) {
        return thrown instanceof Unavailable failure
                && failure.getCause() instanceof Unreachable cause
                && cause.status() == UNAVAILABLE
                && failure.attempts() > 0
                && failure.nextAttempt() != null;
    }

    private static long lost(CallStatistics tally) {
        return tally.told() + tally.failed() + tally.unanswered();
    }

    private static Duration longestWait(CallStatistics... tallies) {
        Duration longest = Duration.ZERO;
        for (CallStatistics tally : tallies) {
            longest = tally.longestWait().compareTo(longest) > 0 ? tally.longestWait() : longest;
        }
        return longest;
    }
}
