/**
 * The wire: token requests are written strictly, answers read tolerantly and within bounds. Reactor Netty and Jackson live only
 * here.
 *
 * <p>Order of calls: a grant makes a {@link dev.reactivetoken.endpoint.TokenRequest}, a client authentication signs
 * it, a {@link dev.reactivetoken.endpoint.TokenEndpoint} sends it and reads the answer.
 */
@NullMarked
package dev.reactivetoken.endpoint;

import org.jspecify.annotations.NullMarked;
