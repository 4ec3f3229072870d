package dev.reactivetoken.proxy;

import static io.micrometer.core.instrument.Meter.Type.COUNTER;
import static io.micrometer.core.instrument.Meter.Type.GAUGE;
import static io.micrometer.core.instrument.Meter.Type.TIMER;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** Every meter that a {@link BearerProxy} publishes. */
public enum ProxyMeter implements MeterDocumentation {
    REQUESTS(
            COUNTER,
            "requests",
            null,
            "Requests that are over, by the class of the response's status; none if it broke off",
            Tag.STATUS),
    ACTIVE(GAUGE, "active", null, "Requests whose responses are not complete"),
    UPSTREAM(TIMER, "upstream", null, "From sending a request to the headers of the upstream's response"),
    RECEIVED(COUNTER, "received", "bytes", "Bytes of bodies that came from clients"),
    SENT(COUNTER, "sent", "bytes", "Bytes of bodies that went to clients");

    /** The tags, all of few values. */
    public enum Tag implements KeyName {
        /** Class of an HTTP status, from {@code 1xx} to {@code 5xx}, or {@code none}. */
        STATUS;

        @Override
        public String asString() {
            return "status";
        }
    }

    private final Meter.Type type;
    private final String name;
    private final @Nullable String baseUnit;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // never written, never handed out
    private final Tag[] tags;

    ProxyMeter(Meter.Type type, String name, @Nullable String baseUnit, String description, Tag... tags) {
        this.type = type;
        this.name = "reactive.token.proxy." + name;
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
