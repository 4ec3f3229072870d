/**
 * Spring Boot: token clients by configuration alone, {@code reactive-token.clients.<name>.*}.
 *
 * <p>{@code ClientProperties} lists what can be set. A client {@code orders} becomes the
 * beans {@code ordersTokenSource} and {@code ordersBearerCall}, and with WebFlux {@code ordersBearerFilter}, all with
 * the qualifier {@code orders}. A bean of the application's own whose name ends in the same way is a client like any
 * other to the health contributor, the endpoint and the gateway.
 *
 * <p>One auto-configuration for each optional neighbour: WebClient, Micrometer, health, endpoint, Gateway, Security.
 */
@NullMarked
package dev.reactivetoken.spring.boot;

import org.jspecify.annotations.NullMarked;
