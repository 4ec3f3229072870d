/**
 * Client authentication: how a client proves its identity to a token endpoint, and where its id and secret come from.
 *
 * <p>Order of calls, once for every token request: a {@link dev.reactivetoken.auth.ClientAuthentication} asks its
 * {@link dev.reactivetoken.auth.CredentialSource} for the {@link dev.reactivetoken.auth.ClientCredential} of that
 * moment and adds the proof to the request. Nothing is kept in between, so a new secret needs no restart.
 */
@NullMarked
package dev.reactivetoken.auth;

import org.jspecify.annotations.NullMarked;
