package dev.reactivetoken.testing.server;

import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Text that cannot be guessed, on any thread: {@link java.security.SecureRandom} reads a file now and then, which an
 * event loop must not wait for, so that it is asked for a key once and numbers are signed from then on.
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
