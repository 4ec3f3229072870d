package dev.reactivetoken.testing.server;

/** Answers a request at once, without I/O; may throw a {@link Refusal}. */
@FunctionalInterface
interface Handler {

    Response handle(Request request);
}
