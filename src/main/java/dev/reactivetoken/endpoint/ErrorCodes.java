package dev.reactivetoken.endpoint;

import java.util.Set;

/** The error codes that standards define: IANA's registry of OAuth extension errors, and the RFCs before it. */
final class ErrorCodes {

    private static final Set<String> REGISTERED = Set.of(
            // RFC 6749 sections 4.1.2.1 and 5.2
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "unsupported_response_type",
            "invalid_scope",
            "access_denied",
            "server_error",
            "temporarily_unavailable",
            // RFC 6750, RFC 7009, RFC 9470
            "invalid_token",
            "insufficient_scope",
            "unsupported_token_type",
            "insufficient_user_authentication",
            // RFC 8628, OpenID Connect CIBA
            "authorization_pending",
            "slow_down",
            "expired_token",
            "unknown_user_id",
            "expired_login_hint_token",
            "missing_user_code",
            "invalid_user_code",
            "invalid_binding_message",
            "transaction_failed",
            // RFC 8707, RFC 9396, RFC 9449
            "invalid_target",
            "invalid_authorization_details",
            "invalid_dpop_proof",
            "use_dpop_nonce",
            // RFC 7591
            "invalid_redirect_uri",
            "invalid_client_metadata",
            "invalid_software_statement",
            "unapproved_software_statement",
            // OpenID Connect Core, RFC 9101
            "interaction_required",
            "login_required",
            "account_selection_required",
            "consent_required",
            "invalid_request_uri",
            "invalid_request_object",
            "request_not_supported",
            "request_uri_not_supported",
            "registration_not_supported");

    private ErrorCodes() {}

    static boolean isRegistered(String code) {
        return REGISTERED.contains(code);
    }
}
