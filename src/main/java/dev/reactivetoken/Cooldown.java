package dev.reactivetoken;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenException.Refused;

/**
 * A refused credential rests, so that a wrong secret does not lock the account; a changed one never does.
 *
 * @param request the one that was refused
 * @param error what callers are told meanwhile, with the time of the next attempt
 * @param consecutiveRefusals of this credential
 */
record Cooldown(TokenRequest request, Refused error, int consecutiveRefusals) {

    /** Whether this may not be sent now. */
    boolean forbids(TokenRequest again) {
        return !error.retryIn().isZero() && again.sameCredentialAs(request);
    }
}
