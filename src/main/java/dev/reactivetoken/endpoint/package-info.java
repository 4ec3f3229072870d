/**
 * Speaking to a token endpoint: a strict writer, a tolerant and bounded reader. Reactor Netty and Jackson live only
 * here.
 *
 * <p>Order of calls: a grant makes a {@link dev.reactivetoken.endpoint.TokenRequest}, a client authentication signs
 * it, a {@link dev.reactivetoken.endpoint.TokenEndpoint} sends it and reads the answer.
 */
@NullMarked
package dev.reactivetoken.endpoint;

import org.jspecify.annotations.NullMarked;
