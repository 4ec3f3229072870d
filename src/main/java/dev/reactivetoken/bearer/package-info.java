/**
 * Using tokens: which origins may see one, and what happens when one is rejected.
 *
 * <p>{@link dev.reactivetoken.bearer.BearerCall} is the one copy of "attach; on 401 invalidate and send once more". An
 * adapter for an HTTP client or a proxy translates its requests and responses into a
 * {@link dev.reactivetoken.bearer.BearerExchange}, and its test extends {@code BearerContract}.
 */
@NullMarked
package dev.reactivetoken.bearer;

import org.jspecify.annotations.NullMarked;
