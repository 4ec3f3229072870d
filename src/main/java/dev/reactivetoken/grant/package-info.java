/**
 * The grants: what entitles a client to a token (RFC 6749 section 4).
 *
 * <p>Order of calls, once for every token request: a {@link dev.reactivetoken.grant.Grant} is given the last answer of
 * the endpoint and makes the request; the client's identity is added by its authentication. Where a user has to sign in first, an
 * {@link dev.reactivetoken.grant.AuthorizationRequest} makes the address to send the user to, and the grant from where
 * the user comes back.
 */
@NullMarked
package dev.reactivetoken.grant;

import org.jspecify.annotations.NullMarked;
