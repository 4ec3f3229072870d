package dev.reactivetoken.testing.server;

/** The rules of a token endpoint: grant a token or throw a {@link Refusal}. No I/O. */
@FunctionalInterface
interface TokenRules {

    Granted grant(Request request);
}
