/**
 * A valid OAuth 2.0 access token as a {@link reactor.core.publisher.Mono}, for the price of a field read.
 *
 * <p>{@link dev.reactivetoken.ReactiveTokenSource} is the noun, {@link dev.reactivetoken.TokenSources} keeps one for
 * each tenant or user. Behind it stand an engine, which knows nothing of OAuth, and a pipeline, in this order:
 *
 * <pre>
 * CachingTokenSource    caches one token, shares one refresh among all waiters
 *   CachedToken         the token with its ages; every transition of the state
 *   WaiterStack, Waiter the callers who wait
 *   InFlightRefresh     one refresh; whatever throws, it ends and all waiters are told
 *   CacheUpstream       the source and the clocks of Mono.cache, which keeps what was fetched or forbidden
 * TokenRefresh          the parts of a source; observers and deadline around each refresh
 *   Attempts            the attempts of one refresh: grant, authentication, endpoint
 *   Recovery            what is done about a refusal, each once
 *   CircuitBreakers     of the source, and of its address
 *   RefreshHistory      what one refresh leaves for the next
 * </pre>
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
