/**
 * Tokens for applications that use Spring Security's OAuth 2.0 client: its registrations and its filters, over
 * token sources.
 *
 * <p>Needs Spring Security's OAuth 2.0 client, and nothing of Spring Cloud Gateway or Spring Boot.
 */
@NullMarked
package dev.reactivetoken.spring.security;

import org.jspecify.annotations.NullMarked;
