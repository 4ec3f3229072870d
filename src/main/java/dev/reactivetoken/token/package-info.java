/**
 * The values: what a token is, what a secret is, what can go wrong. Depends on the JDK alone.
 *
 * <p>Everything here is immutable, safe to share between threads, and prints itself without the secret it holds.
 */
@NullMarked
package dev.reactivetoken.token;

import org.jspecify.annotations.NullMarked;
