/**
 * What does a token cost, and what would you get elsewhere? One class for each question here; {@code subject} has one
 * small class for each client compared, {@code harness} the load, the endpoint, the turns and the estimates,
 * {@code report} targets, README table and page.
 *
 * <p>Every figure is an {@link dev.reactivetoken.benchmarks.harness.Estimate}: a median with an interval, or a count. What
 * is compared takes turns in short rounds and is compared pair by pair. No text explains a figure but another figure of
 * the same run.
 *
 * <p>To compare another subject, write such a class and name it in
 * {@link dev.reactivetoken.benchmarks.subject.Subjects}. To add a question, write a class with a method
 * {@code measure(Session)}, name it in {@link dev.reactivetoken.benchmarks.Main} and its figures in
 * {@link dev.reactivetoken.benchmarks.harness.Metrics}, and give it a picture in
 * {@code report/page.js}.
 */
package dev.reactivetoken.benchmarks;
