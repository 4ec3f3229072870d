package dev.reactivetoken.endpoint;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rule that secrets and tokens travel over {@code https}, and over plain {@code http} only within this machine (RFC
 * 6749 section 3.2), or where it is allowed because the network itself is protected.
 */
public final class PlainHttp {

    private PlainHttp() {}

    /** Whether the URI is plain {@code http} to a host that is not known to be this one. */
    public static boolean isExposed(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) && !isLoopback(String.valueOf(uri.getHost()));
    }

    /**
     * Refuses a URI that {@linkplain #isExposed is exposed}.
     *
     * @param what it is, in words: {@code the token URI https://host/token}
     * @param carried what would cross the network: {@code the client's secret}
     * @param allowedBy what would allow it, as the reader writes it: a method, an option, a property
     */
    public static void refuse(URI uri, String what, String carried, String allowedBy) {
        if (isExposed(uri)) {
            throw new Exposed(what, carried, allowedBy);
        }
    }

    /** By the name alone, for what a name stands for can change: RFC 6761 section 6.3, or a literal address. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        @Nullable InetAddress address = NetUtil.createInetAddressFromIpAddressString(host);
        return address == null ? name.equals("localhost") || name.endsWith(".localhost") : address.isLoopbackAddress();
    }

    /** A secret or a token would cross the network in clear text. */
    public static final class Exposed extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final String what;
        private final String carried;

        private Exposed(String what, String carried, String allowedBy) {
            super(what + " is plain http, so " + carried + " would cross the network in clear text: use https, or "
                    + allowedBy + " where the network itself is protected");
            this.what = what;
            this.carried = carried;
        }

        /** The same, with what would allow it in the words of another reader. */
        public Exposed allowedBy(String option) {
            return new Exposed(what, carried, option);
        }
    }
}
