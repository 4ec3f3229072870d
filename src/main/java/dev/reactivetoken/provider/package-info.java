/**
 * Presets as data: where a provider's token endpoint is, which dialect it speaks, what a client usually asks it for and
 * how it usually proves its identity. A new provider is one entry of
 * {@link dev.reactivetoken.provider.KnownProvider}; {@link dev.reactivetoken.provider.Provider} has no behaviour.
 */
@NullMarked
package dev.reactivetoken.provider;

import org.jspecify.annotations.NullMarked;
