package dev.reactivetoken.cli;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Throw-away ids and secrets. */
final class RandomText {

    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** Two hexadecimal digits for each byte. */
    static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
