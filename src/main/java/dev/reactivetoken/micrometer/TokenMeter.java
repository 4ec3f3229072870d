package dev.reactivetoken.micrometer;

import static dev.reactivetoken.micrometer.TokenTag.CAUSE;
import static dev.reactivetoken.micrometer.TokenTag.OAUTH_ERROR;
import static dev.reactivetoken.micrometer.TokenTag.OUTCOME;
import static dev.reactivetoken.micrometer.TokenTag.RESULT;
import static dev.reactivetoken.micrometer.TokenTag.SOURCE;
import static dev.reactivetoken.micrometer.TokenTag.STATE;
import static io.micrometer.core.instrument.Meter.Type.COUNTER;
import static io.micrometer.core.instrument.Meter.Type.GAUGE;
import static io.micrometer.core.instrument.Meter.Type.TIMER;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** Every meter that {@link TokenMeters} publishes. */
public enum TokenMeter implements MeterDocumentation {
    REFRESH(
            TIMER,
            "refresh",
            null,
            "Refreshes, from beginning to end with all their tries",
            SOURCE,
            CAUSE,
            RESULT,
            OAUTH_ERROR),
    ATTEMPTS_FAILED(
            COUNTER,
            "attempts.failed",
            null,
            "Requests for a token that failed, also those that a later try made good",
            SOURCE,
            RESULT,
            OAUTH_ERROR),
    HITS(COUNTER, "hits", null, "Calls that got the held token at once", SOURCE),
    HITS_WHILE_FAILING(
            COUNTER,
            "hits.while.failing",
            null,
            "Those of the hits that came while the renewal of the held token fails",
            SOURCE),
    WAIT(TIMER, "wait", null, "Calls that had to wait for a refresh", SOURCE, RESULT),
    CALLS_FAILED(COUNTER, "calls.failed", null, "Calls that got no token, after a wait or at once", SOURCE, RESULT),
    WAITING(GAUGE, "waiting", "callers", "Callers that wait at this moment", SOURCE),
    EXPIRY(
            GAUGE,
            "expiry",
            "seconds",
            "Until the held token is handed out no longer; of several sources the least; NaN while none holds one",
            SOURCE),
    SOURCES(
            GAUGE,
            "sources",
            null,
            "Sources of this name: a token is fresh or aging (usable, its renewal is due), or there is none (empty)",
            SOURCE,
            STATE),
    CIRCUIT_BREAKER(
            GAUGE,
            "circuitbreaker.state",
            null,
            "Sources of this name whose circuit breaker is in that state; a source has none before its first failure",
            SOURCE,
            STATE),
    CREDENTIAL_CHANGES(
            COUNTER,
            "credential.changes",
            null,
            "A refused client's credential had changed, and was tried at once",
            SOURCE),
    SCOPES_REDUCED(COUNTER, "scopes.reduced", null, "Less scope was granted than asked for", SOURCE),
    INVALIDATIONS(COUNTER, "invalidations", null, "Held tokens that a resource server had rejected", SOURCE),
    REPLAYS(
            COUNTER,
            "replays",
            null,
            "Requests whose token was rejected and that were sent again with another one, by the second response",
            SOURCE,
            OUTCOME),
    OBSERVER_FAILURES(
            COUNTER,
            "observer.failures",
            null,
            "Times that another observer of the source threw; the log has its class and stack trace",
            SOURCE);

    private final Meter.Type type;
    private final String name;
    private final @Nullable String baseUnit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // never written, never handed out
    private final TokenTag[] tags;

    TokenMeter(Meter.Type type, String name, @Nullable String baseUnit, String description, TokenTag... tags) {
        this.type = type;
        this.name = "reactive.token." + name;
        this.baseUnit = baseUnit;
        this.description = description;
        this.tags = tags;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    /** Null for a plain number, and for a timer, whose unit is the registry's. */
    @Override
    public @Nullable String getBaseUnit() {
        return baseUnit;
    }

    /** One line, as the registry shows it. */
    public String getDescription() {
        return description;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tags.clone();
    }
}
