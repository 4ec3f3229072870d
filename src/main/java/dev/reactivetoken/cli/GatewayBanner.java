package dev.reactivetoken.cli;

import dev.reactivetoken.proxy.BearerProxy;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;

/**
 * Printed when a gateway has started.
 *
 * @param call a path to try
 * @param client the client in whose name requests are forwarded
 * @param token how long the token lives, or why there is none
 */
record GatewayBanner(BearerProxy proxy, URI upstream, String call, String client, String token, Duration drain) {

    /** Prints it in one piece. */
    void print(PrintWriter out) {
        String base = "http://" + ListenAddress.of(proxy.address());
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
        out.print(text);
        out.flush();
    }
}
