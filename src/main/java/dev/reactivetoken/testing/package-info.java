/**
 * What tests of a service need so that tokens expire, renewals fail and servers throttle without a network and without
 * waiting: {@link dev.reactivetoken.testing.ManualTime} moves the clocks and timers of a source,
 * {@link dev.reactivetoken.testing.ScriptedEndpoint} answers its requests. For tests over real sockets see
 * {@link dev.reactivetoken.testing.server}.
 *
 * <p>Needs no test framework. It is in the jar with the classifier {@code testing}, not in the main one.
 */
@NullMarked
package dev.reactivetoken.testing;

import org.jspecify.annotations.NullMarked;
