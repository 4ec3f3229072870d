package dev.reactivetoken.cli.demo;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.testing.server.Fault;
import java.time.Duration;
import java.util.Locale;

/** There is no token and none to be had. Callers fail, which is right: fast, with the cause, and not for long. */
final class CrowdInOutage implements Scenario {

    private static final int UNAVAILABLE = 503;

    /** Before the circuit opens, callers wait for the three attempts of a refresh. */
    private static final Duration LONGEST_REFRESH = Duration.ofSeconds(2);

    /** Shorter than the circuit stays open, so that a caller who waits until it closes is noticed. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private static final Duration RECOVERY = Duration.ofSeconds(4);
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
    public ScenarioResult run(ScenarioEnvironment environment, Progress progress) throws InterruptedException {
        environment.server().fault(Fault.status(UNAVAILABLE));
        try (ReactiveTokenSource source = environment.source();
                PauseMeter pauses = new PauseMeter()) {
            OutageCalls calls = OutageCalls.of(source, UNAVAILABLE);
            progress.watch(calls::progress);
            untilTheCircuitOpens(calls.first(), environment);
            Load.crowd(callers, calls.crowd()::call);
            calls.crowd().awaitCompletion();
            long requests = requests(environment);
            environment.server().clearFaults();
            boolean recovered = recovers(calls.later(), pauses);
            return new ScenarioResult(
                    name(),
                    calls.sum(CallStatistics::callers),
                    requests(environment),
                    calls.sum(each -> each.failedAsExpected() + each.failed() + each.pending()),
                    calls.longestWait().toMillis(),
                    true,
                    expectations(calls, pauses.longest())
                            .expect(recovered, "no token came after the outage")
                            .expect(requests <= REQUESTS_AT_MOST, requests + " token requests during one outage")
                            .oneRequestAtATime(environment)
                            .unmet());
        }
    }

    private Expectations expectations(OutageCalls calls, Duration pause) {
        return new Expectations()
                .expect(calls.first().failedAsExpected() > 0, "no caller was told of the outage")
                .noCallFailed(calls.first())
                .noCallWaited(calls.first(), LONGEST_REFRESH, pause)
                .noCallFailed(calls.crowd())
                .noCallWaited(calls.crowd(), LONGEST_WAIT, pause)
                .expect(
                        calls.crowd().failedAsExpected() == callers,
                        calls.crowd().served() + " callers got a token in an outage")
                .noCallFailed(calls.later());
    }

    /** One caller after the other, until a call sends no request. */
    private static void untilTheCircuitOpens(CallStatistics calls, ScenarioEnvironment environment)
            throws InterruptedException {
        long before;
        do {
            before = requests(environment);
            calls.call();
            calls.awaitCompletion();
        } while (requests(environment) > before && requests(environment) <= REQUESTS_AT_MOST);
    }

    private static boolean recovers(CallStatistics calls, PauseMeter pauses) throws InterruptedException {
        boolean served = Wait.until(RECOVERY.plus(pauses.longest()), () -> {
            calls.call();
            return calls.served() > 0;
        });
        calls.awaitCompletion();
        return served;
    }

    private static long requests(ScenarioEnvironment environment) {
        return environment.server().counts().tokenRequests();
    }
}
