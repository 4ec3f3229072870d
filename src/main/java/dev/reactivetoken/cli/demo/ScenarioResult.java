package dev.reactivetoken.cli.demo;

import dev.reactivetoken.endpoint.JsonWriter;
import java.util.List;

/**
 * How a scenario ended.
 *
 * @param callers calls to {@code token()}
 * @param tokenRequests those that reached the token endpoint, as the endpoint counted them
 * @param failed calls that got no good token
 * @param maxWaitMillis the longest time from a call to its token or failure
 * @param failuresExpected whether calls are meant to fail: they are told of an outage
 * @param unmet one sentence for each expectation that was not met
 */
record ScenarioResult(
        String name,
        long callers,
        long tokenRequests,
        long failed,
        long maxWaitMillis,
        boolean failuresExpected,
        List<String> unmet) {

    boolean passed() {
        return unmet.isEmpty();
    }

    void write(JsonWriter json) {
        json.member("name", name)
                .member("callers", callers)
                .member("tokenRequests", tokenRequests)
                .member("failed", failed)
                .member("maxWaitMillis", maxWaitMillis)
                .member("kept", passed());
    }
}
