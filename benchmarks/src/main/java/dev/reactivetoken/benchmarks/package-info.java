/**
 * What does a token cost, and what would you get elsewhere? One class for each question here; {@code subject} has one
 * small class for each thing compared, {@code harness} the load, the endpoint and the counting, {@code report} what
 * becomes of the figures.
 *
 * <p>To compare another subject, write such a class and name it in
 * {@link dev.reactivetoken.benchmarks.subject.Subjects}. To ask another question, write a class with a method
 * {@code measure(Session)}, name it in {@link dev.reactivetoken.benchmarks.Main}, and give it a picture in
 * {@code report/page.js}.
 */
package dev.reactivetoken.benchmarks;
