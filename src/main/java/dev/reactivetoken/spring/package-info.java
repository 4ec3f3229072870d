/**
 * Tokens on the requests of Spring's {@code WebClient}, and of the HTTP interfaces made from one.
 *
 * <p>This package needs Spring WebFlux alone. Spring Security, Spring Cloud Gateway and Spring Boot have one package
 * each, below this one.
 */
@NullMarked
package dev.reactivetoken.spring;

import org.jspecify.annotations.NullMarked;
