package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;

class ConnectionErrorsTest {

    private static final String ORIGIN = "https://idp.example";

    static Stream<Arguments> network() {
        return Stream.of(
                arguments(new ConnectTimeoutException("after 2000 ms"), "connecting to " + ORIGIN + " took too long"),
                arguments(new ProxyConnectException("407"), "the proxy gives no connection to " + ORIGIN),
                arguments(new NoRouteToHostException(), ORIGIN + " cannot be connected to"),
                arguments(
                        new SslHandshakeTimeoutException("10 s"),
                        "no TLS with " + ORIGIN + ": the handshake took too long"),
                arguments(
                        new SSLException("Received fatal alert: handshake_failure"),
                        "no TLS with " + ORIGIN + ": the handshake failed"),
                arguments(new IOException("Connection reset by peer"), ORIGIN + " reset the connection"),
                arguments(new ClosedChannelException(), "the connection to " + ORIGIN + " broke"),
                arguments(AbortedException.beforeSend(), ORIGIN + " closed the connection before it answered"));
    }

    @ParameterizedTest
    @MethodSource("network")
    void a_fault_of_the_network_is_told_with_its_cause(Exception cause, String words) {
        assertThat(ConnectionErrors.translate(cause, ORIGIN))
                .isInstanceOf(Unreachable.class)
                .hasMessage(words)
                .hasCause(cause);
    }

    @Test
    void a_cause_is_found_in_its_wrapping() {
        assertThat(ConnectionErrors.translate(Exceptions.propagate(new ConnectTimeoutException("")), ORIGIN))
                .hasMessage("connecting to " + ORIGIN + " took too long");
    }

    @Test
    void what_is_told_already_stays_as_it_is() {
        TokenException known = new TokenException.Unavailable("x", null);

        assertThat(ConnectionErrors.translate(known, ORIGIN)).isSameAs(known);
    }

    @Test
    void anything_unexpected_is_told_by_its_class_and_place_alone() {
        assertThat(ConnectionErrors.translate(new IllegalStateException("s3cret"), ORIGIN))
                .isInstanceOf(Unreachable.class)
                .hasMessageStartingWith(
                        "the request to " + ORIGIN
                                + " failed unexpectedly: java.lang.IllegalStateException at dev.reactivetoken.endpoint.ConnectionErrorsTest")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
