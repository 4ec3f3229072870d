package dev.reactivetoken.testing.server;

import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Text that cannot be guessed. {@link java.security.SecureRandom} may block, which an event loop must not; it is asked
 * once for a key, with which a counter is signed.
 */
final class RandomText {

    private final Hmac numbers = new Hmac();
    private final AtomicLong last = new AtomicLong();

    /** 32 hexadecimal digits. */
    String hex() {
        return HexFormat.of().formatHex(next(), 0, 16);
    }

    /** 43 characters that need no encoding in a URL. */
    String base64() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(next());
    }

    private byte[] next() {
        return numbers.sign(Long.toString(last.incrementAndGet()));
    }
}
