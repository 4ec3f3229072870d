/**
 * Tokens on the requests that Spring Cloud Gateway routes.
 *
 * <p>Needs Spring Cloud Gateway on WebFlux, and nothing of Spring Security or Spring Boot.
 */
@NullMarked
package dev.reactivetoken.spring.gateway;

import org.jspecify.annotations.NullMarked;
