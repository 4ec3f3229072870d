package dev.reactivetoken.grant;

import dev.reactivetoken.token.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Proof Key for Code Exchange (RFC 7636), method S256, and the random values around it. */
final class Pkce {

    private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Pkce() {}

    /** 256 random bits in 43 characters that need no encoding anywhere. */
    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return base64(bytes);
    }

    /** RFC 7636 section 4.2. */
    static String challenge(Secret verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256")
                    .digest(verifier.reveal().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** RFC 7636 section 4.1. */
    static Secret verified(Secret verifier) {
        if (!VERIFIER.matcher(verifier.reveal()).matches()) {
            throw new IllegalArgumentException(
                    "a code verifier is 43 to 128 characters of A-Z a-z 0-9 - . _ ~ (RFC 7636 section 4.1)");
        }
        return verifier;
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
