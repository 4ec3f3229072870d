package dev.reactivetoken.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The promises of an act, looked at one by one when it is over. */
final class Expectations {

    private final List<String> broken = new ArrayList<>();

    Expectations keep(boolean kept, String otherwise) {
        if (!kept) {
            broken.add(otherwise);
        }
        return this;
    }

    Expectations nobodyFailed(CallStatistics tally) {
        return keep(tally.failed() == 0, tally.failed() + " calls failed, the first one with: " + tally.firstFailure())
                .keep(tally.unanswered() == 0, tally.unanswered() + " calls were never answered")
                .keep(tally.overdue() == 0, tally.overdue() + " calls got a token whose life was over");
    }

    /** What this machine itself stood still counts for nobody. */
    Expectations nobodyWaited(CallStatistics tally, Duration limit, Duration stoodStill) {
        long allowed = limit.plus(stoodStill).toMillis();
        return keep(
                tally.longestWait().toMillis() <= allowed,
                "a call waited " + tally.longestWait().toMillis() + " ms, allowed are " + allowed + " ms");
    }

    Expectations oneRequestAtATime(ScenarioEnvironment stage) {
        int most = stage.server().counts().maxInFlight();
        return keep(most == 1, most + " token requests were in flight at once");
    }

    Expectations tokensWereAccepted(ResourceProbe samples) {
        return keep(samples.accepted() > 0, "no token was tried at the resource server")
                .keep(
                        samples.refused() == 0,
                        "the resource server refused " + samples.refused() + " of "
                                + (samples.refused() + samples.accepted()) + " calls");
    }

    List<String> broken() {
        return List.copyOf(broken);
    }
}
