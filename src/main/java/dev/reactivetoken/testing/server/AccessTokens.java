package dev.reactivetoken.testing.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Issues and checks signed access tokens that carry their own content. They look like a JWT, no two are equal, and none
 * is stored. A new key revokes every token signed with the old one.
 */
final class AccessTokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");
    private static final String SEPARATOR = "\n";

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final InstantSource clock;
    private final AtomicLong serial = new AtomicLong();
    private volatile Duration lifetime;
    private volatile Hmac key = new Hmac();

    AccessTokens(InstantSource clock, Duration lifetime) {
        this.clock = clock;
        this.lifetime = checked(lifetime);
    }

    void lifetime(Duration newLifetime) {
        this.lifetime = checked(newLifetime);
    }

    void revokeAll() {
        key = new Hmac();
    }

    Issued issue(String clientId, Collection<String> scopes) {
        Duration life = lifetime;
        Instant end = clock.instant().plus(life);
        String content = String.join(
                SEPARATOR,
                end.getEpochSecond() + "." + end.getNano(),
                Long.toString(serial.incrementAndGet()),
                String.join(" ", scopes),
                clientId);
        String signed = HEADER + "." + encode(content);
        return new Issued(signed + "." + BASE64.encodeToString(key.sign(signed)), life.toSeconds());
    }

    /** The content of a token, also of an expired one; null unless it was issued here and not revoked. */
    @Nullable
    Content read(String token) {
        int end = token.lastIndexOf('.');
        if (end < 0 || !token.startsWith(HEADER + ".")) {
            return null;
        }
        String signed = token.substring(0, end);
        byte[] expected = BASE64.encodeToString(key.sign(signed)).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, token.substring(end + 1).getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        return parse(new String(
                Base64.getUrlDecoder().decode(signed.substring(HEADER.length() + 1)), StandardCharsets.UTF_8));
    }

    private Content parse(String content) {
        String[] parts = content.split(SEPARATOR, 4);
        String[] end = parts[0].split("\\.", 2);
        Instant expiresAt = Instant.ofEpochSecond(Long.parseLong(end[0]), Long.parseLong(end[1]));
        return new Content(
                parts[3], List.of(parts[2].split(" ", -1)), !clock.instant().isBefore(expiresAt));
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Duration checked(Duration lifetime) {
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("lifetime must be positive and at most 100 years: " + lifetime);
        }
        return lifetime;
    }

    /** A new token and its lifetime in whole seconds. */
    record Issued(String value, long seconds) {

        @Override
        public String toString() {
            return "token for " + seconds + " s";
        }
    }

    record Content(String clientId, List<String> scopes, boolean expired) {}
}
