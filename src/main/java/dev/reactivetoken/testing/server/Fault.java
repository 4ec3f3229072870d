package dev.reactivetoken.testing.server;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A way in which a {@link TokenServer} misbehaves on a token request; see {@link TokenServer#fault(Fault, int)}.
 * Immutable.
 *
 * <p>{@link #delay}, {@link #drip}, {@link #halfBody} and {@link #contentType} change the normal response, so that the
 * request also counts as granted or refused; the others do not look at the request.
 */
public final class Fault {

    private static final String TOKEN_START = "{\"access_token\":\"";

    private final String name;
    private final Behaviour behaviour;

    private Fault(String name, Behaviour behaviour) {
        this.name = name;
        this.behaviour = behaviour;
    }

    /**
     * The normal response after this time.
     *
     * @throws IllegalArgumentException unless positive
     */
    public static Fault delay(Duration delay) {
        positive("delay", delay);
        return new Fault(
                "delay " + delay,
                exchange -> Mono.delay(delay).then(Mono.defer(() -> exchange.send(exchange.normal()))));
    }

    /**
     * This status without a body.
     *
     * @param status from 200 to 599
     */
    public static Fault status(int status) {
        return sending("status " + status, empty(status));
    }

    /**
     * This status without a body, with {@code Retry-After} in seconds.
     *
     * @param status from 200 to 599
     * @param retryAfter the fraction of a second is cut off
     */
    public static Fault status(int status, Duration retryAfter) {
        Response response = empty(status).with("Retry-After", Long.toString(retryAfter.toSeconds()));
        return sending("status " + status + ", retry after " + retryAfter, response);
    }

    /**
     * This status without a body, with {@code Retry-After} as an HTTP date.
     *
     * @param status from 200 to 599
     * @param retryAfter from each response to that date; the date has whole seconds
     */
    public static Fault statusWithRetryAfterDate(int status, Duration retryAfter) {
        Response response = empty(status);
        return new Fault(
                "status " + status + ", retry at the date in " + retryAfter,
                exchange -> exchange.send(response.with(
                        "Retry-After",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                ZonedDateTime.now(ZoneOffset.UTC).plus(retryAfter)))));
    }

    /**
     * An OAuth error as JSON (RFC 6749 section 5.2).
     *
     * @param status from 200 to 599
     * @param oauthError for example {@code invalid_client}
     * @param description the {@code error_description}; null for none
     */
    public static Fault error(int status, String oauthError, @Nullable String description) {
        String json = description == null
                ? Json.object("error", oauthError)
                : Json.object("error", oauthError, "error_description", description);
        return sending("error " + status + " " + oauthError, Response.json(checked(status), json));
    }

    /** No response at all; the connection stays open until the client closes it. */
    public static Fault hang() {
        return new Fault("hang", Exchange::hang);
    }

    /** A TCP reset before any byte of a response. */
    public static Fault reset() {
        return new Fault("reset", Exchange::reset);
    }

    /** The headers and half of the body of the normal response, then the end of the connection. */
    public static Fault halfBody() {
        return new Fault("halfBody", exchange -> exchange.half(exchange.normal()));
    }

    /**
     * The normal response, its body byte by byte with this pause before each.
     *
     * @throws IllegalArgumentException unless positive
     */
    public static Fault drip(Duration pause) {
        positive("drip", pause);
        return new Fault("drip " + pause, exchange -> exchange.drip(exchange.normal(), pause));
    }

    /** Bytes that are not HTTP, then the end of the connection. */
    public static Fault garbage() {
        return new Fault("garbage", exchange -> exchange.raw("\u0001\u0002SSH-2.0-not http at all\r\n\r\n\u0000"));
    }

    /** 200 with the content type of JSON and a body that is not JSON. */
    public static Fault garbageJson() {
        return sending("garbageJson", Response.json(200, TOKEN_START + "abc\", expires_in => 3600,,"));
    }

    /** 200 with an HTML page, as a captive portal or a misrouted proxy sends it. */
    public static Fault html() {
        return body(200, "text/html;charset=UTF-8", "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>");
    }

    /**
     * A JSON response of at least this many bytes, nearly all of them in its access token.
     *
     * @throws IllegalArgumentException unless positive
     */
    public static Fault oversize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be positive: " + bytes);
        }
        String end = "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";
        return new Fault(
                "oversize " + bytes, exchange -> exchange.flood(Response.json(200, ""), TOKEN_START, bytes, end));
    }

    /** The normal response with this content type. */
    public static Fault contentType(String contentType) {
        return new Fault(
                "contentType " + contentType,
                exchange -> exchange.send(exchange.normal().with("Content-Type", contentType)));
    }

    /** 307 to this location; a client that follows it sends its secret there. */
    public static Fault redirect(URI location) {
        return sending("redirect", Response.of(307, "", "").with("Location", location.toString()));
    }

    /**
     * This response.
     *
     * @param status from 200 to 599
     * @param contentType empty for no such header
     */
    public static Fault body(int status, String contentType, String body) {
        return sending("body " + status + " " + contentType, Response.of(checked(status), contentType, body));
    }

    /**
     * Reads a fault from a form, such as {@code kind=status&status=503&retryAfter=5}:
     *
     * <pre>
     * kind=delay&amp;delay=                     kind=status&amp;status=  [&amp;retryAfter= | &amp;retryAfterDate=]
     * kind=drip&amp;pause=                      kind=error&amp;status=&amp;error=  [&amp;description=]
     * kind=oversize&amp;bytes=                  kind=body&amp;status=  [&amp;contentType=] [&amp;body=]
     * kind=contentType&amp;contentType=         kind=redirect&amp;location=
     * kind=hang   kind=reset   kind=halfBody   kind=garbage   kind=garbageJson   kind=html
     * </pre>
     *
     * <p>A parameter that a kind does not use is ignored. Durations are {@code 250ms}, {@code 5s}, {@code 1m},
     * {@code 1h}, ISO-8601, or a number of seconds.
     *
     * @throws IllegalArgumentException if the kind is unknown, with a message that lists them all, or a parameter is
     *     missing or wrong
     */
    public static Fault parse(String form) {
        try {
            return FaultForm.read(Form.parse(form));
        } catch (Refusal malformed) {
            throw new IllegalArgumentException(malformed.description(), malformed);
        }
    }

    Mono<Void> apply(Exchange exchange) {
        return behaviour.apply(exchange);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Fault sending(String name, Response response) {
        return new Fault(name, exchange -> exchange.send(response));
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
    private interface Behaviour {

        Mono<Void> apply(Exchange exchange);
    }
}
