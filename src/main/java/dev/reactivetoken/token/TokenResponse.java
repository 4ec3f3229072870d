package dev.reactivetoken.token;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answered (RFC 6749 section 5.1).
 *
 * @param accessToken the token that callers get
 * @param refreshToken for the next refresh, if the endpoint gave one
 * @param idToken the OpenID Connect id token, unverified, if the endpoint gave one
 * @param extras every other member of the answer: strings as they are, anything else as JSON text
 */
public record TokenResponse(
        AccessToken accessToken,
        @Nullable Secret refreshToken,
        @Nullable Secret idToken,
        Map<String, String> extras) {

    public TokenResponse {
        extras = extras.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(extras));
    }

    /** An answer of an access token alone. */
    public static TokenResponse of(AccessToken accessToken) {
        return new TokenResponse(accessToken, null, null, Map.of());
    }

    /** This answer, with the refresh token of the one before if it brought none itself (RFC 6749 section 6). */
    public TokenResponse keepingRefreshTokenOf(@Nullable TokenResponse before) {
        return refreshToken != null || before == null
                ? this
                : new TokenResponse(accessToken, before.refreshToken, idToken, extras);
    }

    /** Without secrets: of the extras only the names, since their values may be anything. */
    @Override
    public String toString() {
        return "TokenResponse[" + accessToken
                + (refreshToken == null ? "" : ", refreshToken=****")
                + (idToken == null ? "" : ", idToken=****")
                + (extras.isEmpty() ? "" : ", extras=" + extras.keySet())
                + ']';
    }
}
