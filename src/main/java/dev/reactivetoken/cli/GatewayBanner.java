package dev.reactivetoken.cli;

import dev.reactivetoken.proxy.BearerProxy;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;

/**
 * What somebody needs to know who has just started a gateway.
 *
 * @param call a path to try
 * @param client as whom requests are forwarded
 * @param token how long it lives, or why there is none
 */
record GatewayBanner(BearerProxy proxy, URI upstream, String call, String client, String token, Duration drain) {

    /** Prints it, in one piece. */
    void print(PrintWriter out) {
        String base = "http://" + address();
        String text = String.join(
                System.lineSeparator(),
                "A gateway to " + upstream + ", until Ctrl-C (requests in flight then have " + drain.toSeconds()
                        + " s to end):",
                "",
                "  listens on          " + base,
                "  forwards to         " + upstream,
                "  as client           " + client,
                "  with a token        " + token,
                "  health              " + base + "/-/health",
                "  metrics             " + base + "/-/metrics",
                "",
                "To paste:",
                "",
                "  curl " + base + call,
                "",
                "");
        synchronized (out) {
            out.print(text);
            out.flush();
        }
    }

    private String address() {
        InetSocketAddress address = proxy.address();
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
