package dev.reactivetoken.token;

import dev.reactivetoken.token.TokenClock.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An access token (RFC 6749 section 1.4) with the scheme it is used by and the life it was given.
 *
 * <p>Its life counts from the moment just before the request for it was sent, on both clocks of the machine
 * ({@link TokenClock}). Two tokens are equal when their {@link #authorization()} is. Printing one masks it.
 */
public final class AccessToken {

    /** Longer lives are cut to this one, so that no arithmetic on them can overflow. */
    public static final Duration MAX_LIFETIME = Duration.ofDays(3650);

    private final String scheme;
    private final String authorization;
    private final Set<String> scopes;
    private final long issuedWall;
    private final long issuedMonotonic;
    private final long lifeNanos;

    /**
     * A token as an endpoint gave it.
     *
     * @param value printable ASCII without blanks, so that it can stand in a header
     * @param scheme the authentication scheme of the resource server, {@code Bearer} or {@code OAuth}
     * @param scopes the granted scopes, in the server's order; empty when unknown
     * @param issued just before the request for it was sent
     * @param lifetime from {@code issued} on; negative counts as zero, more than {@link #MAX_LIFETIME} as that
     * @throws IllegalArgumentException when the value or scheme could not stand in a header; the message has neither
     */
    public AccessToken(String value, String scheme, Collection<String> scopes, Moment issued, Duration lifetime) {
        this.scheme = headerSafe(scheme, "authorization scheme");
        this.authorization = scheme + ' ' + headerSafe(value, "access token");
        this.scopes = scopes.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        this.issuedWall = issued.wallTime();
        this.issuedMonotonic = issued.monotonicTime();
        this.lifeNanos = clamp(lifetime).toNanos();
    }

    /** A bearer token (RFC 6750) without known scopes, issued now. */
    public static AccessToken bearer(String value, Duration lifetime) {
        return new AccessToken(value, "Bearer", Set.of(), TokenClock.system().now(), lifetime);
    }

    /** The token itself, cut out of {@link #authorization()}, which is what a header wants. Never log it. */
    public String value() {
        return authorization.substring(scheme.length() + 1);
    }

    /** The scheme that the resource server wants: {@code Bearer}, or {@code OAuth} for ECHOplatform. */
    public String scheme() {
        return scheme;
    }

    /** The whole value of the {@code Authorization} header, computed once: {@code Bearer 2YotnFZ…}. */
    public String authorization() {
        return authorization;
    }

    /** The granted scopes, unmodifiable; those asked for when the endpoint named none. */
    public Set<String> scopes() {
        return scopes;
    }

    /** Just before the request for this token was sent, by the wall clock. */
    public Instant issuedAt() {
        return Instant.ofEpochMilli(issuedWall);
    }

    /** From then on this token is over, by the wall clock. */
    public Instant expiresAt() {
        return issuedAt().plusNanos(lifeNanos);
    }

    /** The life that the endpoint gave, from {@link #issuedAt()} on. */
    public Duration lifetime() {
        return Duration.ofNanos(lifeNanos);
    }

    /** Nanoseconds since this token was asked for: the larger of what the two clocks say. */
    public long age(TokenClock clock) {
        return Math.max(
                TimeUnit.MILLISECONDS.toNanos(clock.wallTime() - issuedWall), clock.monotonicTime() - issuedMonotonic);
    }

    /** Whether either clock says that the life of this token is over. */
    public boolean isExpired(TokenClock clock) {
        return age(clock) >= lifeNanos;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AccessToken that && authorization.equals(that.authorization);
    }

    @Override
    public int hashCode() {
        return authorization.hashCode();
    }

    @Override
    public String toString() {
        return "AccessToken[" + scheme + " ****, scopes=" + scopes + ", expiresAt=" + expiresAt() + ']';
    }

    private static Duration clamp(Duration lifetime) {
        if (lifetime.isNegative()) {
            return Duration.ZERO;
        }
        return lifetime.compareTo(MAX_LIFETIME) > 0 ? MAX_LIFETIME : lifetime;
    }

    private static String headerSafe(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= 0x20 || c >= 0x7F) {
                throw unsafe(what);
            }
        }
        if (text.isEmpty()) {
            throw unsafe(what);
        }
        return text;
    }

    private static IllegalArgumentException unsafe(String what) {
        return new IllegalArgumentException("the " + what + " must be printable ASCII without blanks");
    }
}
