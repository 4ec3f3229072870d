/**
 * An embedded authorization server for tests and demonstrations: {@link dev.reactivetoken.testing.server.TokenServer}.
 *
 * <p>It stands for the provider of a {@link dev.reactivetoken.testing.server.Profile}, refuses what that provider would
 * refuse, and misbehaves on demand with every {@link dev.reactivetoken.testing.server.Fault}. It shares no code with the
 * client on purpose: with the client's reader and writer it would repeat the client's mistakes.
 *
 * <p>Order of calls: {@code Router} reads a request whole and finds its {@code Handler}; the rules
 * ({@code BarracudaTokens}, {@code EchoTokens}, …) are functions from {@code Request} to {@code Response} that do no I/O
 * and throw a {@code Refusal}; a {@code Fault} decides how the response to a token request is put on the wire. Access
 * tokens carry their own expiry and a signature, so that nothing is stored however many are issued.
 */
@NullMarked
package dev.reactivetoken.testing.server;

import org.jspecify.annotations.NullMarked;
