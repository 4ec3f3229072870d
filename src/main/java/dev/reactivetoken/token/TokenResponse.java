package dev.reactivetoken.token;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint answered (RFC 6749 section 5.1).
 *
 * @param accessToken the token that callers get
 * @param refreshToken for the next refresh, if the endpoint gave one
 * @param idToken the OpenID Connect id token, unverified, if the endpoint gave one
 * @param headers the header fields of the answer
 */
public record TokenResponse(
        AccessToken accessToken,
        @Nullable Secret refreshToken,
        @Nullable Secret idToken,
        ResponseHeaders headers) {

    /** An answer whose headers are not known. */
    public TokenResponse(AccessToken accessToken, @Nullable Secret refreshToken, @Nullable Secret idToken) {
        this(accessToken, refreshToken, idToken, ResponseHeaders.NONE);
    }

    /** An answer of an access token alone. */
    public static TokenResponse of(AccessToken accessToken) {
        return new TokenResponse(accessToken, null, null);
    }

    /** The {@linkplain AccessToken#extras() other members} of the answer. */
    public Map<String, String> extras() {
        return accessToken.extras();
    }

    /** This answer, with the refresh token of the one before if it brought none itself (RFC 6749 section 6). */
    public TokenResponse keepingRefreshTokenOf(@Nullable TokenResponse before) {
        return refreshToken != null || before == null
                ? this
                : new TokenResponse(accessToken, before.refreshToken, idToken, headers);
    }

    /** This answer without its headers, to be kept for long. */
    public TokenResponse withoutHeaders() {
        return headers.equals(ResponseHeaders.NONE) ? this : new TokenResponse(accessToken, refreshToken, idToken);
    }

    /** Without secrets: of the extras and headers only the names, since their values may be anything. */
    @Override
    public String toString() {
        return "TokenResponse[" + accessToken
                + (refreshToken == null ? "" : ", refreshToken=****")
                + (idToken == null ? "" : ", idToken=****")
                + (extras().isEmpty() ? "" : ", extras=" + extras().keySet())
                + (headers.names().isEmpty() ? "" : ", headers=" + headers.names())
                + ']';
    }
}
