package dev.reactivetoken.testing.server;

/**
 * What a {@link TokenServer} has seen since it started, or since {@link TokenServer#resetCounts()}.
 *
 * <p>A token request is in flight from the moment it has been read whole until the last byte of its response is handed
 * to the socket or its connection is gone. A client that sends a request only after it has read the response to the one
 * before is therefore never counted with two in flight.
 *
 * @param tokenRequests all requests to the token endpoint
 * @param granted token requests that were granted, also if a fault then spoiled the response
 * @param refused token requests that were refused by the rules of the {@link Profile}
 * @param faulted token requests that met a {@link Fault}
 * @param maxInFlight the highest number of token requests that were in flight at once
 * @param inFlight the number of token requests in flight now
 * @param resourceRequests requests to the resource endpoints
 * @param resourceRefused requests to the resource endpoints that were answered with 401
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
