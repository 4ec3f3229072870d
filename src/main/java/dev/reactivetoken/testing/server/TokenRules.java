package dev.reactivetoken.testing.server;

/** The rules of a token endpoint: from a request to a token, or to a {@link Refusal} that says why not. No I/O. */
@FunctionalInterface
interface TokenRules {

    Granted grant(Request request);
}
