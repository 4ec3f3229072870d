package dev.reactivetoken.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Text that cannot be guessed. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** 32 hexadecimal digits. */
    static String hex() {
        return HexFormat.of().formatHex(bytes(16));
    }

    /** 43 characters that need no encoding in a URL. */
    static String base64() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
