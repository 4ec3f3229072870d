/**
 * Token sources on dashboards and in traces, over Micrometer.
 *
 * <p>{@link dev.reactivetoken.micrometer.TokenMeters} publishes the meters that
 * {@link dev.reactivetoken.micrometer.TokenMeter} documents, and
 * {@link dev.reactivetoken.micrometer.TokenObservations} one observation for each refresh; both are observers to be
 * handed to the builder of a source. A dashboard for Grafana over these meters lies beside these classes,
 * {@code grafana-dashboard.json}. Only {@link dev.reactivetoken.micrometer.TokenRefreshTracingHandler} needs
 * {@code micrometer-tracing}.
 */
@NullMarked
package dev.reactivetoken.micrometer;

import org.jspecify.annotations.NullMarked;
