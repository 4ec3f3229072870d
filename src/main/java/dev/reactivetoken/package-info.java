/**
 * A valid OAuth 2.0 access token as a {@link reactor.core.publisher.Mono}, for the price of a field read.
 *
 * <p>{@link dev.reactivetoken.ReactiveTokenSource} is the noun, {@link dev.reactivetoken.TokenSources} keeps one for
 * each tenant or user. Behind it stand two classes: {@code CachingTokenSource} holds the token and lets one refresh fly
 * for everybody, knowing nothing of OAuth; {@code TokenRefresh} is that refresh: guard, grant, authentication, endpoint,
 * in this order.
 *
 * <p>What a caller meets is computed from the held token and both clocks, never stored:
 *
 * <ul>
 *   <li><b>fresh</b>: the held token at once;
 *   <li><b>aging</b>: the held token at once, and one caller starts the refresh without waiting for it;
 *   <li><b>empty</b>: waits for the one refresh, joining it or starting it.
 * </ul>
 */
@NullMarked
package dev.reactivetoken;

import org.jspecify.annotations.NullMarked;
