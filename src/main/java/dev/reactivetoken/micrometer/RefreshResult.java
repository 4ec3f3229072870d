package dev.reactivetoken.micrometer;

import dev.reactivetoken.token.TokenException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a refresh, an attempt or a wait ended, as the values of two tags; few, whatever a server sends. */
enum RefreshResult {
    SUCCESS,
    REFUSED,
    UNREACHABLE,
    MALFORMED,
    UNAVAILABLE;

    static final String NONE = "none";

    /** The codes of RFC 6749 sections 4.1.2.1 and 5.2, RFC 8628, 8707 and 9449. */
    private static final Set<String> KNOWN_ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "access_denied",
            "unsupported_response_type",
            "server_error",
            "temporarily_unavailable",
            "authorization_pending",
            "slow_down",
            "expired_token",
            "invalid_target",
            "invalid_dpop_proof",
            "use_dpop_nonce");

    final String text = name().toLowerCase(Locale.ROOT);

    static RefreshResult of(@Nullable TokenException failure) {
        if (failure == null) {
            return SUCCESS;
        }
        return failure instanceof TokenException.Refused
                ? REFUSED
                : failure instanceof TokenException.Unreachable
                        ? UNREACHABLE
                        : failure instanceof TokenException.Malformed ? MALFORMED : UNAVAILABLE;
    }

    static String oauthError(@Nullable TokenException failure) {
        String error = failure == null ? null : failure.error();
        return error == null ? NONE : KNOWN_ERRORS.contains(error) ? error : "other";
    }
}
