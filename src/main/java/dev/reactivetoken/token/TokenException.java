package dev.reactivetoken.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no token. One family for everything that a token source signals: what happened, at which source, what
 * happens next. Neither message nor cause ever holds a secret or a token.
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
    private final transient ErrorResponse fault;
    private final transient RefreshAttempts course;

    private TokenException(String reason, ErrorResponse fault, RefreshAttempts course, @Nullable Throwable cause) {
        super(reason, cause, false, false);
        this.reason = reason;
        this.fault = fault;
        this.course = course;
    }

    /** Whether the same request may succeed a moment later, so that trying again is worth it. */
    public abstract boolean isTransient();

    /** The same failure, told with the course of the refresh that ended with it. */
    public abstract TokenException inRefresh(RefreshAttempts course);

    /** Name of the token source, or empty when the failure did not come through one. */
    public String source() {
        return course.source();
    }

    /** Requests that were tried in the refresh that ended with this failure; 0 when none was. */
    public int attempts() {
        return course.attempts();
    }

    /** Before then no request will be sent, so asking again only repeats this failure; null: the next call tries. */
    public @Nullable Instant nextAttempt() {
        return course.nextAttempt();
    }

    /**
     * When somebody who has to answer without a token may ask his own client to come back, in whole seconds for a
     * {@code Retry-After} (RFC 9110 section 10.2.3): at the {@linkplain #nextAttempt next attempt}, else after what the
     * endpoint {@linkplain #retryAfter asked for}; at least 1.
     */
    public long retryAfterSeconds(Instant now) {
        Instant next = nextAttempt();
        Duration rest = next != null ? Duration.between(now, next) : retryAfter();
        return rest == null ? 1 : Math.max(1, rest.plusMillis(999).toSeconds());
    }

    /** HTTP status of the answer, or 0 when there was none. */
    public int status() {
        return fault.status();
    }

    /** The {@code error} of RFC 6749 section 5.2, or null when the answer had none. */
    public @Nullable String error() {
        return fault.error();
    }

    /** The server's {@code error_description}, bounded and with control characters escaped; or null. */
    public @Nullable String errorDescription() {
        return fault.description();
    }

    /** How long the endpoint asked to be left alone (RFC 9110 section 10.2.3); or null. */
    public @Nullable Duration retryAfter() {
        return fault.retryAfter();
    }

    /** What, where, how often, what next: one line, fit for a log. */
    @Override
    public String getMessage() {
        return (source().isEmpty() ? "" : "token source '" + source() + "': ")
                + reason
                + fault.text()
                + (attempts() > 1 ? "; " + attempts() + " attempts" : "")
                + (nextAttempt() == null ? "" : "; next attempt not before " + nextAttempt());
    }

    /**
     * What the endpoint said.
     *
     * @param status HTTP status, 0 when there was none
     * @param error the OAuth error code
     * @param description the server's words, already bounded and free of control characters and secrets
     * @param retryAfter how long it asked to be left alone
     */
    public record ErrorResponse(
            int status,
            @Nullable String error,
            @Nullable String description,
            @Nullable Duration retryAfter) {

        /** No answer came. */
        public static final ErrorResponse NONE = new ErrorResponse(0, null, null, null);

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
     * The course of a refresh up to its failure.
     *
     * @param source name of the token source
     * @param attempts requests that were tried
     * @param nextAttempt not before then; null when the next call may try at once
     */
    public record RefreshAttempts(
            String source, int attempts, @Nullable Instant nextAttempt) {

        /** Nothing is known yet. */
        public static final RefreshAttempts NONE = new RefreshAttempts("", 0, null);
    }

    /** The endpoint said no: an OAuth error, or a 4xx without one. The same request will be refused again. */
    public static final class Refused extends TokenException {
        private static final long serialVersionUID = 1L;

        public Refused(String reason, ErrorResponse fault) {
            this(reason, fault, RefreshAttempts.NONE, null);
        }

        private Refused(String reason, ErrorResponse fault, RefreshAttempts course, @Nullable Throwable cause) {
            super(reason, fault, course, cause);
        }

        /** Whether it is the client's own identity that was refused, as after a reset of its secret. */
        public boolean concernsClient() {
            String error = error();
            if (error == null) {
                return status() == 401 || status() == 403;
            }
            return error.equals("invalid_client")
                    || error.equals("unauthorized_client")
                    || (status() == 401 && !error.equals("invalid_grant"));
        }

        @Override
        public boolean isTransient() {
            return false;
        }

        @Override
        public Refused inRefresh(RefreshAttempts course) {
            return new Refused(super.reason, super.fault, course, getCause());
        }
    }

    /** No usable answer came: the network, a timeout, or a status that says "later" (408, 425, 429, 5xx). */
    public static final class Unreachable extends TokenException {
        private static final long serialVersionUID = 1L;

        public Unreachable(String reason, ErrorResponse fault, @Nullable Throwable cause) {
            this(reason, fault, RefreshAttempts.NONE, cause);
        }

        private Unreachable(String reason, ErrorResponse fault, RefreshAttempts course, @Nullable Throwable cause) {
            super(reason, fault, course, cause);
        }

        @Override
        public boolean isTransient() {
            return true;
        }

        @Override
        public Unreachable inRefresh(RefreshAttempts course) {
            return new Unreachable(super.reason, super.fault, course, getCause());
        }
    }

    /** An answer that claims success but cannot be read as one: not JSON, too large, without a token. */
    public static final class Malformed extends TokenException {
        private static final long serialVersionUID = 1L;

        public Malformed(String reason, ErrorResponse fault) {
            this(reason, fault, RefreshAttempts.NONE, null);
        }

        private Malformed(String reason, ErrorResponse fault, RefreshAttempts course, @Nullable Throwable cause) {
            super(reason, fault, course, cause);
        }

        @Override
        public boolean isTransient() {
            return true;
        }

        @Override
        public Malformed inRefresh(RefreshAttempts course) {
            return new Malformed(super.reason, super.fault, course, getCause());
        }
    }

    /** No request was sent: the circuit is open, the source is closed, or something of our own failed. */
    public static final class Unavailable extends TokenException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String reason, @Nullable Throwable cause) {
            this(reason, ErrorResponse.NONE, RefreshAttempts.NONE, cause);
        }

        private Unavailable(String reason, ErrorResponse fault, RefreshAttempts course, @Nullable Throwable cause) {
            super(reason, fault, course, cause);
        }

        @Override
        public boolean isTransient() {
            return false;
        }

        @Override
        public Unavailable inRefresh(RefreshAttempts course) {
            return new Unavailable(super.reason, super.fault, course, getCause());
        }
    }
}
