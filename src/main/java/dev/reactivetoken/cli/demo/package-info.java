/**
 * The scenarios of {@code rtoken demo}. The command knows {@link dev.reactivetoken.cli.demo.Demo},
 * {@link dev.reactivetoken.cli.demo.DemoReport} and {@link dev.reactivetoken.cli.demo.Display}; nothing here knows a
 * command.
 *
 * <p>Each {@code Scenario} runs in a {@code ScenarioEnvironment} of its own (a token server on loopback, a credential
 * file, a source as a user builds it) and ends in a {@code ScenarioResult}: which {@code Expectations} were not met. It
 * judges by what the callers saw ({@code CallStatistics}), by what the endpoint counted and by what a resource server
 * said of the tokens ({@code ResourceProbe}), never by what the source says about itself.
 */
@NullMarked
package dev.reactivetoken.cli.demo;

import org.jspecify.annotations.NullMarked;
