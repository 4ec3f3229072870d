package dev.reactivetoken.token;

import dev.reactivetoken.token.TokenClock.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
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
    private final Map<String, String> extras;
    private final long issuedWall;
    private final long issuedMonotonic;
    private final long lifeNanos;

    /** Made on demand, by each thread that sees none yet: a string is safe to share without a barrier. */
    private @Nullable String value;

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
        this.extras = Map.of();
        this.issuedWall = issued.wallTime();
        this.issuedMonotonic = issued.monotonicTime();
        this.lifeNanos = clamp(lifetime).toNanos();
    }

    private AccessToken(AccessToken token, Map<String, String> extras) {
        this.scheme = token.scheme;
        this.authorization = token.authorization;
        this.scopes = token.scopes;
        this.extras = extras;
        this.issuedWall = token.issuedWall;
        this.issuedMonotonic = token.issuedMonotonic;
        this.lifeNanos = token.lifeNanos;
    }

    /** A bearer token (RFC 6750) without known scopes, issued now by the clocks of this machine. */
    public static AccessToken bearer(String value, Duration lifetime) {
        return bearer(value, lifetime, TokenClock.system());
    }

    /** A bearer token (RFC 6750) without known scopes, issued now by these clocks. */
    public static AccessToken bearer(String value, Duration lifetime, TokenClock clock) {
        return new AccessToken(value, "Bearer", Set.of(), clock.now(), lifetime);
    }

    /** This token with these {@link #extras()}, in their order, in place of any before. */
    public AccessToken withExtras(Map<String, String> members) {
        return members.isEmpty() && extras.isEmpty()
                ? this
                : new AccessToken(this, Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }

    /** The token itself; the same string at each call. A header wants {@link #authorization()}. Never log it. */
    public String value() {
        String known = value;
        if (known == null) {
            known = authorization.substring(scheme.length() + 1);
            value = known;
        }
        return known;
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

    /**
     * Every member of the answer that OAuth does not define, such as the {@code instance_url} of Salesforce, which says
     * where the API is: strings as they are, anything else as JSON text. Unmodifiable; mostly empty.
     */
    public Map<String, String> extras() {
        return extras;
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
