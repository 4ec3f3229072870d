/**
 * What we ask for: by which right a client gets a token (RFC 6749 section 4).
 *
 * <p>Order of calls, once for every token request: a {@link dev.reactivetoken.grant.Grant} is given the last answer of
 * the endpoint and makes the request; who sends it is added by others. Where a user has to sign in first, an
 * {@link dev.reactivetoken.grant.AuthorizationRequest} makes the address to send the user to, and the grant from where
 * the user comes back.
 */
@NullMarked
package dev.reactivetoken.grant;

import org.jspecify.annotations.NullMarked;
