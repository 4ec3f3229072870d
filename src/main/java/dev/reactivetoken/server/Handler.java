package dev.reactivetoken.server;

/** Answers a request at once, without I/O; may throw a {@link Refusal}. */
@FunctionalInterface
interface Handler {

    Answer handle(Request request);
}
