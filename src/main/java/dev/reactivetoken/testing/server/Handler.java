package dev.reactivetoken.testing.server;

/** Answers a request without I/O; may throw a {@link Refusal}. */
@FunctionalInterface
interface Handler {

    Response handle(Request request);
}
