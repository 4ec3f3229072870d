package dev.reactivetoken.cli;

import java.util.List;

/**
 * How an act ended.
 *
 * @param callers calls to {@code token()}
 * @param tokenRequests those that reached the token endpoint, as the endpoint counted them
 * @param failed calls that got no good token
 * @param maxWaitMillis the longest that a call waited for its answer, token or failure
 * @param failing whether calls are meant to fail in this act: they are told of an outage
 * @param broken one sentence for each promise that was not kept
 */
record ScenarioResult(
        String name,
        long callers,
        long tokenRequests,
        long failed,
        long maxWaitMillis,
        boolean failing,
        List<String> broken) {

    boolean kept() {
        return broken.isEmpty();
    }

    String json() {
        return Json.object(
                "name", name,
                "callers", callers,
                "tokenRequests", tokenRequests,
                "failed", failed,
                "maxWaitMillis", maxWaitMillis,
                "kept", kept());
    }
}
