package dev.reactivetoken.testing.server;

/**
 * What a {@link TokenServer} has seen since it started, or since {@link TokenServer#resetCounts()}.
 *
 * <p>A token request is in flight from the moment it has been read whole until its answer is handed to the socket (the
 * last byte of it, when it drips) or its connection is gone. A client that sends its next request only after it has
 * read an answer is therefore never seen with two in flight.
 *
 * @param tokenRequests requests to the token endpoint, whatever became of them
 * @param granted those for which the rules granted a token, also when a fault then spoiled the answer
 * @param refused those that the rules refused
 * @param faulted those that met a {@link Fault}
 * @param maxInFlight the most token requests that were ever in flight at once
 * @param inFlight the token requests in flight now
 * @param resourceRequests requests to the resource endpoints
 * @param resourceRefused those of them that were answered with 401
 */
public record Counts(
        long tokenRequests,
        long granted,
        long refused,
        long faulted,
        int maxInFlight,
        int inFlight,
        long resourceRequests,
        long resourceRefused) {}
