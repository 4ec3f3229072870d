package dev.reactivetoken.testing.server;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A way for a {@link TokenServer} to misbehave on a token request. Immutable; see {@link TokenServer#fault}.
 *
 * <p>{@link #delay}, {@link #drip}, {@link #halfBody} and {@link #contentType} spoil the answer that the rules gave, so
 * that the request counts as granted or refused as well; the others never ask the rules.
 */
public final class Fault {

    private static final String TOKEN_START = "{\"access_token\":\"";

    private final String name;
    private final Play play;

    private Fault(String name, Play play) {
        this.name = name;
        this.play = play;
    }

    /** The right answer, later. */
    public static Fault delay(Duration delay) {
        positive("delay", delay);
        return new Fault(
                "delay " + delay,
                exchange -> Mono.delay(delay).then(Mono.defer(() -> exchange.send(exchange.right()))));
    }

    /** This status without a body. */
    public static Fault status(int status) {
        return sending("status " + status, empty(status));
    }

    /** This status without a body, and {@code Retry-After} in whole seconds. */
    public static Fault status(int status, Duration retryAfter) {
        Response answer = empty(status).with("Retry-After", Long.toString(retryAfter.toSeconds()));
        return sending("status " + status + ", retry after " + retryAfter, answer);
    }

    /** This status without a body, and {@code Retry-After} as the HTTP date that lies so far ahead of each answer. */
    public static Fault statusWithRetryAfterDate(int status, Duration retryAfter) {
        Response answer = empty(status);
        return new Fault(
                "status " + status + ", retry at the date in " + retryAfter,
                exchange -> exchange.send(answer.with(
                        "Retry-After",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC).plus(retryAfter)))));
    }

    /** An OAuth error as JSON. */
    public static Fault error(int status, String oauthError, @Nullable String description) {
        String json = description == null
                ? Json.object("error", oauthError)
                : Json.object("error", oauthError, "error_description", description);
        return sending("error " + status + " " + oauthError, Response.json(checked(status), json));
    }

    /** Accepts the request and never answers. */
    public static Fault hang() {
        return new Fault("hang", Exchange::hang);
    }

    /** A TCP reset before any byte of an answer. */
    public static Fault reset() {
        return new Fault("reset", Exchange::reset);
    }

    /** The headers of the right answer and half of its body, then the end of the connection. */
    public static Fault halfBody() {
        return new Fault("halfBody", exchange -> exchange.half(exchange.right()));
    }

    /** The right answer, its body byte by byte with this pause before each. */
    public static Fault drip(Duration pause) {
        positive("drip", pause);
        return new Fault("drip " + pause, exchange -> exchange.drip(exchange.right(), pause));
    }

    /** Bytes that are no HTTP, then the end of the connection. */
    public static Fault garbage() {
        return new Fault("garbage", exchange -> exchange.raw("\u0001\u0002SSH-2.0-not http at all\r\n\r\n\u0000"));
    }

    /** 200 and the right content type, but the body is no JSON. */
    public static Fault garbageJson() {
        return sending("garbageJson", Response.json(200, TOKEN_START + "abc\", expires_in => 3600,,"));
    }

    /** 200 and a page for people, as a captive portal or a misrouted proxy sends it. */
    public static Fault html() {
        return body(200, "text/html;charset=UTF-8", "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>");
    }

    /** A JSON answer of at least so many bytes; its access token does not end before that. */
    public static Fault oversize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be positive: " + bytes);
        }
        String end = "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";
        return new Fault(
                "oversize " + bytes, exchange -> exchange.flood(Response.json(200, ""), TOKEN_START, bytes, end));
    }

    /** The right answer under this content type. */
    public static Fault contentType(String contentType) {
        return new Fault(
                "contentType " + contentType,
                exchange -> exchange.send(exchange.right().with("Content-Type", contentType)));
    }

    /** 307 to there: a client that follows it hands its secret to whoever listens. */
    public static Fault redirect(URI location) {
        return sending("redirect", Response.of(307, "", "").with("Location", location.toString()));
    }

    /** Anything at all. */
    public static Fault body(int status, String contentType, String body) {
        return sending("body " + status + " " + contentType, Response.of(checked(status), contentType, body));
    }

    /**
     * The fault that a form describes, as {@code kind=status&status=503&retryAfter=5}; parameters that a kind does not
     * need are ignored. Durations are {@code 250ms}, {@code 5s}, {@code 1m}, ISO-8601, or a number of seconds.
     *
     * @throws IllegalArgumentException when the kind is unknown, with a sentence that lists them, or a parameter is bad
     */
    public static Fault parse(String form) {
        try {
            return FaultForm.read(Form.parse(form));
        } catch (Refusal malformed) {
            throw new IllegalArgumentException(malformed.description(), malformed);
        }
    }

    Mono<Void> play(Exchange exchange) {
        return play.on(exchange);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Fault sending(String name, Response answer) {
        return new Fault(name, exchange -> exchange.send(answer));
    }

    private static Response empty(int status) {
        return Response.of(checked(status), "", "");
    }

    private static int checked(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be from 200 to 599: " + status);
        }
        return status;
    }

    private static void positive(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(what + " must be positive: " + duration);
        }
    }

    @FunctionalInterface
    private interface Play {
        Mono<Void> on(Exchange exchange);
    }
}
