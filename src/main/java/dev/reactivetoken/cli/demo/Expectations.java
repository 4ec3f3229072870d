package dev.reactivetoken.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is expected of a scenario, checked when it is over. */
final class Expectations {

    private final List<String> unmet = new ArrayList<>();

    Expectations expect(boolean met, String otherwise) {
        if (!met) {
            unmet.add(otherwise);
        }
        return this;
    }

    /** Every call got a living token, or failed as expected. */
    Expectations noCallFailed(CallStatistics calls) {
        return expect(
                        calls.failed() == 0,
                        calls.failed() + " calls failed, the first one with: " + calls.firstFailure())
                .expect(calls.pending() == 0, calls.pending() + " calls were never answered")
                .expect(calls.servedExpired() == 0, calls.servedExpired() + " calls got an expired token");
    }

    /** No call waited longer than this, apart from the time in which the whole machine paused. */
    Expectations noCallWaited(CallStatistics calls, Duration limit, Duration pause) {
        long allowed = limit.plus(pause).toMillis();
        long longest = calls.longestWait().toMillis();
        return expect(longest <= allowed, "a call waited " + longest + " ms, allowed are " + allowed + " ms");
    }

    Expectations oneRequestAtATime(ScenarioEnvironment environment) {
        int most = environment.server().counts().maxInFlight();
        return expect(most == 1, most + " token requests were in flight at once");
    }

    Expectations tokensWereAccepted(ResourceProbe probe) {
        return expect(probe.accepted() > 0, "no token was tried at the resource server")
                .expect(
                        probe.refused() == 0,
                        "the resource server refused " + probe.refused() + " of " + (probe.refused() + probe.accepted())
                                + " calls");
    }

    /** One sentence for each expectation that was not met. */
    List<String> unmet() {
        return List.copyOf(unmet);
    }
}
