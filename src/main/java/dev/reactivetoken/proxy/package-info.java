/**
 * The sidecar: a reverse proxy that attaches the token for programs in any language. The entry is
 * {@link dev.reactivetoken.proxy.BearerProxy}.
 *
 * <p>Order of calls: {@code Forwarder} takes a request and refuses it or makes an {@code Exchange} of it,
 * {@code BearerCall} gives that a token, {@code Upstream} sends it and makes an {@code UpstreamResponse} of what comes
 * back, which relays itself to the {@code Downstream}.
 */
@NullMarked
package dev.reactivetoken.proxy;

import org.jspecify.annotations.NullMarked;
