/**
 * An embedded authorization server for tests and demonstrations: {@link dev.reactivetoken.testing.server.TokenServer}.
 *
 * <p>It speaks the dialects of {@link dev.reactivetoken.testing.server.Profile} strictly, refuses the rest as the real
 * providers would, and misbehaves on demand with every {@link dev.reactivetoken.testing.server.Fault}. It knows nothing of the
 * other packages on purpose: written with the client's reader and writer it would repeat the client's mistakes.
 *
 * <p>Order of calls: {@code Router} reads a request whole and finds its {@code Handler}; the rules
 * ({@code BarracudaTokens}, {@code EchoTokens}, …) are plain functions from {@code Request} to {@code Response} that do
 * no I/O and throw a {@code Refusal}; a {@code Fault} decides how the answer of a token request is put on the wire.
 * Access tokens carry their own expiry and a signature, so that nothing is remembered however many are handed out.
 */
@NullMarked
package dev.reactivetoken.testing.server;

import org.jspecify.annotations.NullMarked;
