package dev.reactivetoken.testing.server;

import org.jspecify.annotations.Nullable;

/** Thrown by the rule that refuses a request. Has no stack trace, since it only carries the response. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final @Nullable String challenge;

    private Refusal(int status, String error, String description, @Nullable String challenge) {
        super(description, null, false, false);
        this.status = status;
        this.error = error;
        this.challenge = challenge;
    }

    static Refusal of(int status, String error, String description) {
        return new Refusal(status, error, description, null);
    }

    static Refusal invalidRequest(String description) {
        return of(400, "invalid_request", description);
    }

    static Refusal invalidScope(String description) {
        return of(400, "invalid_scope", description);
    }

    static Refusal invalidGrant(String description) {
        return of(400, "invalid_grant", description);
    }

    /** The same with a {@code WWW-Authenticate} header. */
    Refusal challenging(String wwwAuthenticate) {
        return new Refusal(status, error, description(), wwwAuthenticate);
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String description() {
        String description = getMessage();
        return description == null ? "" : description;
    }

    Response response() {
        Response response = Response.json(status, Json.object("error", error, "error_description", description()));
        return challenge == null ? response : response.with("WWW-Authenticate", challenge);
    }
}
