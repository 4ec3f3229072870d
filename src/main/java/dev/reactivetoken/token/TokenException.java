package dev.reactivetoken.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no token: what happened, at which source, and when the next attempt is. The only errors that a token
 * source signals. Neither message nor cause ever holds a secret or a token.
 *
 * <p>One instance is handed to every caller that waited, so it records no stack trace and no suppressed exceptions.
 */
public abstract sealed class TokenException extends RuntimeException
        permits TokenException.Refused,
                TokenException.Unreachable,
                TokenException.Malformed,
                TokenException.Unavailable {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /** Null once deserialized, as are the attempts: what they say stands in the message. */
    private final transient @Nullable ErrorResponse response;

    private final transient @Nullable RefreshAttempts refresh;

    private TokenException(String reason, ErrorResponse response, RefreshAttempts refresh, @Nullable Throwable cause) {
        super(message(reason, response, refresh), cause, false, false);
        this.reason = reason;
        this.response = response;
        this.refresh = refresh;
    }

    /** Whether the same request may succeed a moment later, so that trying again is worth it. */
    public abstract boolean isTransient();

    /** The same failure, told with the attempts of the refresh that ended with it. */
    public abstract TokenException inRefresh(RefreshAttempts attempts);

    /** Name of the token source, or empty when the failure did not come through one. */
    public String source() {
        return refresh().source();
    }

    /** Requests that were tried in the refresh that ended with this failure; 0 when none was. */
    public int attempts() {
        return refresh().attempts();
    }

    /**
     * Before then no request will be sent, so asking again only repeats this failure; null: the next call tries. By the
     * wall clock as it stood when the failure was told: for messages. What is left of the wait is {@link #retryIn()}.
     */
    public @Nullable Instant nextAttempt() {
        NextAttempt next = refresh().next();
        return next == null ? null : next.time();
    }

    /**
     * How long to wait before asking again: what is left, by the monotonic clock, until the next attempt; else what the
     * endpoint {@linkplain #retryAfter asked for}; else zero. Never negative.
     */
    public Duration retryIn() {
        NextAttempt next = refresh().next();
        Duration asked = retryAfter();
        return next != null ? next.in() : asked == null || asked.isNegative() ? Duration.ZERO : asked;
    }

    /**
     * {@link #retryIn()} as the {@code Retry-After} of an answer (RFC 9110 section 10.2.3), for a server that has to
     * answer its own client without a token: whole seconds, rounded up, at least 1.
     */
    public long retryAfterSeconds() {
        Duration wait = retryIn();
        boolean begun = wait.getNano() > 0 && wait.getSeconds() < Long.MAX_VALUE;
        return Math.max(1, wait.getSeconds() + (begun ? 1 : 0));
    }

    /** HTTP status of the answer, or 0 when there was none. */
    public int status() {
        return response().status();
    }

    /** The {@code error} of RFC 6749 section 5.2, or null when the answer had none. */
    public @Nullable String error() {
        return response().error();
    }

    /** The server's {@code error_description}, bounded and with control characters escaped; or null. */
    public @Nullable String errorDescription() {
        return response().description();
    }

    /** How long the endpoint asked to be left alone (RFC 9110 section 10.2.3); or null. */
    public @Nullable Duration retryAfter() {
        return response().retryAfter();
    }

    /** The headers of the answer; {@link ResponseHeaders#NONE} when there was none. */
    public ResponseHeaders headers() {
        return response().headers();
    }

    private ErrorResponse response() {
        return response == null ? ErrorResponse.NONE : response;
    }

    private RefreshAttempts refresh() {
        return refresh == null ? RefreshAttempts.NONE : refresh;
    }

    /** What, where, how often, what next: one line, fit for a log. Never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    private static String message(String reason, ErrorResponse response, RefreshAttempts refresh) {
        return (refresh.source().isEmpty() ? "" : "token source '" + refresh.source() + "': ")
                + reason
                + response.text()
                + (refresh.attempts() > 1 ? "; " + refresh.attempts() + " attempts" : "")
                + (refresh.next() == null
                        ? ""
                        : "; next attempt not before " + refresh.next().time());
    }

    /**
     * What the endpoint said.
     *
     * @param status HTTP status, 0 when there was none
     * @param error the OAuth error code
     * @param description the server's words, already bounded and free of control characters and secrets
     * @param retryAfter how long it asked to be left alone
     * @param headers the header fields of the answer
     */
    public record ErrorResponse(
            int status,
            @Nullable String error,
            @Nullable String description,
            @Nullable Duration retryAfter,
            ResponseHeaders headers) {

        /** No answer came. */
        public static final ErrorResponse NONE = new ErrorResponse(0, null, null, null);

        /** An answer whose headers are not known. */
        public ErrorResponse(
                int status, @Nullable String error, @Nullable String description, @Nullable Duration retryAfter) {
            this(status, error, description, retryAfter, ResponseHeaders.NONE);
        }

        /** An answer that says no more than its status. */
        public static ErrorResponse status(int status) {
            return new ErrorResponse(status, null, null, null);
        }

        String text() {
            String words = (status == 0 ? "" : " " + status)
                    + (error == null ? "" : " " + error)
                    + (description == null ? "" : " \"" + description + '"');
            return words.isEmpty() ? "" : " (" + words.substring(1) + ')';
        }
    }

    /**
     * What a refresh tried before it failed.
     *
     * @param source name of the token source
     * @param attempts requests that were tried
     * @param next not before then; null when the next call may try at once
     */
    public record RefreshAttempts(
            String source, int attempts, @Nullable NextAttempt next) {

        /** Nothing is known yet. */
        public static final RefreshAttempts NONE = new RefreshAttempts("", 0, null);
    }

    /** The endpoint said no: an OAuth error, or a 4xx without one. The same request will be refused again. */
    public static final class Refused extends TokenException {
        private static final long serialVersionUID = 1L;

        private final boolean oauth;

        public Refused(String reason, ErrorResponse response) {
            this(reason, response, RefreshAttempts.NONE, true, null);
        }

        private Refused(
                String reason,
                ErrorResponse response,
                RefreshAttempts attempts,
                boolean oauth,
                @Nullable Throwable cause) {
            super(reason, response, attempts, cause);
            this.oauth = oauth;
        }

        /** An answer that no token endpoint gave; {@link #isOAuthAnswer()} is false. */
        public static Refused notOAuth(String reason, ErrorResponse response) {
            return new Refused(reason, response, RefreshAttempts.NONE, false, null);
        }

        /**
         * Whether a token endpoint said it. False for the page of a web server, ingress or firewall that stands in its
         * place (403, 404, 405, 421 …) and for a redirect: the address is wrong or something before it is out of
         * order, and the credential was not judged.
         */
        public boolean isOAuthAnswer() {
            return oauth;
        }

        /**
         * Whether the client's own identity was refused, as after a reset of its secret: {@code invalid_client},
         * {@code unauthorized_client}, and 401 or 403 with anything but {@code invalid_grant}.
         */
        public boolean concernsClient() {
            String error = error();
            return oauth
                    && ("invalid_client".equals(error)
                            || "unauthorized_client".equals(error)
                            || ((status() == 401 || status() == 403) && !"invalid_grant".equals(error)));
        }

        @Override
        public boolean isTransient() {
            return false;
        }

        @Override
        public Refused inRefresh(RefreshAttempts attempts) {
            return new Refused(super.reason, super.response(), attempts, oauth, getCause());
        }
    }

    /** No usable answer came: the network, a timeout, or a status that says "later" (408, 425, 429, 5xx). */
    public static final class Unreachable extends TokenException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String reason, ErrorResponse response, @Nullable Throwable cause) {
            this(reason, response, RefreshAttempts.NONE, cause);
        }

        private Unreachable(
                String reason, ErrorResponse response, RefreshAttempts attempts, @Nullable Throwable cause) {
            super(reason, response, attempts, cause);
        }

        @Override
        public boolean isTransient() {
            return true;
        }

        @Override
        public Unreachable inRefresh(RefreshAttempts attempts) {
            return new Unreachable(super.reason, super.response(), attempts, getCause());
        }
    }

    /** An answer that claims success but cannot be read as one: not JSON, too large, without a token. */
    public static final class Malformed extends TokenException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Secret refreshToken;

        public Malformed(String reason, ErrorResponse response) {
            this(reason, response, null);
        }

        public Malformed(String reason, ErrorResponse response, @Nullable Secret refreshToken) {
            this(reason, response, RefreshAttempts.NONE, refreshToken, null);
        }

        private Malformed(
                String reason,
                ErrorResponse response,
                RefreshAttempts attempts,
                @Nullable Secret refreshToken,
                @Nullable Throwable cause) {
            super(reason, response, attempts, cause);
            this.refreshToken = refreshToken;
        }

        /**
         * The refresh token beside the access token that cannot be used; null when there was none. The exchange has
         * replaced the one before (RFC 6749 section 6), so the next refresh needs it. Neither printed nor serialized.
         */
        public @Nullable Secret refreshToken() {
            return refreshToken;
        }

        @Override
        public boolean isTransient() {
            return true;
        }

        @Override
        public Malformed inRefresh(RefreshAttempts attempts) {
            return new Malformed(super.reason, super.response(), attempts, refreshToken, getCause());
        }
    }

    /** No request was sent: the circuit is open, the source is closed, or the client itself failed. */
    public static final class Unavailable extends TokenException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String reason, @Nullable Throwable cause) {
            this(reason, ErrorResponse.NONE, RefreshAttempts.NONE, cause);
        }

        private Unavailable(
                String reason, ErrorResponse response, RefreshAttempts attempts, @Nullable Throwable cause) {
            super(reason, response, attempts, cause);
        }

        @Override
        public boolean isTransient() {
            return false;
        }

        @Override
        public Unavailable inRefresh(RefreshAttempts attempts) {
            return new Unavailable(super.reason, super.response(), attempts, getCause());
        }
    }
}
