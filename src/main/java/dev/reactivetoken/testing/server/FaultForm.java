package dev.reactivetoken.testing.server;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a {@link Fault} from form parameters. */
final class FaultForm {

    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|)");

    private static final Map<String, Function<Form, Fault>> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("delay", form -> Fault.delay(duration(form, "delay"))),
            Map.entry("status", FaultForm::status),
            Map.entry(
                    "error",
                    form -> Fault.error(number(form, "status"), form.require("error"), form.get("description"))),
            Map.entry("hang", form -> Fault.hang()),
            Map.entry("reset", form -> Fault.reset()),
            Map.entry("halfBody", form -> Fault.halfBody()),
            Map.entry("drip", form -> Fault.drip(duration(form, "pause"))),
            Map.entry("garbage", form -> Fault.garbage()),
            Map.entry("garbageJson", form -> Fault.garbageJson()),
            Map.entry("html", form -> Fault.html()),
            Map.entry("oversize", form -> Fault.oversize(number(form, "bytes"))),
            Map.entry("contentType", form -> Fault.contentType(form.require("contentType"))),
            Map.entry("redirect", form -> Fault.redirect(URI.create(form.require("location")))),
            Map.entry(
                    "body",
                    form -> Fault.body(number(form, "status"), form.get("contentType", ""), form.get("body", "")))));

    private FaultForm() {}

    /** A form with a status and no kind is of the kind status. */
    static Fault read(Form form) {
        String kind = form.get("kind", form.has("status") ? "status" : "");
        Function<Form, Fault> reader = KINDS.get(kind);
        if (reader == null) {
            throw new IllegalArgumentException("kind must be one of " + String.join(", ", KINDS.keySet()));
        }
        return reader.apply(form);
    }

    static int times(Form form) {
        return form.has("times") ? number(form, "times") : 1;
    }

    private static Fault status(Form form) {
        int status = number(form, "status");
        if (form.has("retryAfterDate")) {
            return Fault.statusWithRetryAfterDate(status, duration(form, "retryAfterDate"));
        }
        return form.has("retryAfter") ? Fault.status(status, duration(form, "retryAfter")) : Fault.status(status);
    }

    private static int number(Form form, String name) {
        try {
            return Integer.parseInt(form.require(name));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number", e);
        }
    }

    private static Duration duration(Form form, String name) {
        String text = form.require(name);
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofSeconds(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " must be a duration, such as 250ms, 5s or PT5S", e);
        }
    }
}
