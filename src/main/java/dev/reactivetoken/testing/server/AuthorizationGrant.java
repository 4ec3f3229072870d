package dev.reactivetoken.testing.server;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the made-up user approved, behind an authorization code or a refresh token.
 *
 * @param challenge the PKCE challenge (S256) that the code is bound to, if any
 */
record AuthorizationGrant(
        String clientId,
        Set<String> scopes,
        String redirectUri,
        @Nullable String challenge) {}
