package dev.reactivetoken.testing.server;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated user approved; an authorization code or a refresh token stands for it.
 *
 * @param challenge the PKCE challenge (S256) that the code is bound to, or null
 */
record AuthorizationGrant(
        String clientId,
        Set<String> scopes,
        String redirectUri,
        @Nullable String challenge) {}
