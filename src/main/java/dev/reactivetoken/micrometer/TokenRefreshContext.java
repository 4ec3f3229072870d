package dev.reactivetoken.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationView;
import org.jspecify.annotations.Nullable;

/**
 * One refresh, as handlers and conventions of observations see it. It has no parent, not even one that is current on
 * its thread: it is shared by every caller that waits, and goes on when the one for whom it began is cancelled.
 */
public final class TokenRefreshContext extends Observation.Context {

    private final String source;
    private final @Nullable ObservationView caller;
    private String result = RefreshResult.NONE;
    private String oauthError = RefreshResult.NONE;

    TokenRefreshContext(String source, @Nullable ObservationView caller) {
        this.source = source;
        this.caller = caller;
    }

    /** Name of the token source. */
    public String getSource() {
        return source;
    }

    /** The observation of the caller for whom the refresh began, perhaps over already; null if there was none. */
    public @Nullable ObservationView getCaller() {
        return caller;
    }

    /**
     * Value of {@link TokenTag#RESULT}; {@code none} before the end, {@code cancelled} if the deadline or a close cut
     * it short.
     */
    public String getResult() {
        return result;
    }

    /** Value of {@link TokenTag#OAUTH_ERROR}. */
    public String getOauthError() {
        return oauthError;
    }

    void ended(String how, String error) {
        result = how;
        oauthError = error;
    }

    @Override
    public void setParentObservation(@Nullable ObservationView ignored) {}
}
