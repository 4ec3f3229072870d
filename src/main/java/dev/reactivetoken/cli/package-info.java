/**
 * The command {@code rtoken}: {@code demo}, {@code token}, {@code gateway} and {@code serve}. Nothing here is public but
 * {@link dev.reactivetoken.cli.Main}.
 *
 * <p>The demo is a list of {@code Scenario}s, each played on a {@code ScenarioEnvironment} of its own (a token server on loopback, a
 * credential file, a source as a user builds it) and ending in a {@code ScenarioResult}: which promises were kept. An act
 * looks at what callers saw ({@code CallStatistics}), what the endpoint counted, and what a resource server said of the tokens
 * ({@code ResourceProbe}); it never asks the source how it is.
 */
@NullMarked
package dev.reactivetoken.cli;

import org.jspecify.annotations.NullMarked;
