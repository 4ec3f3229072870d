package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.netty.channel.ChannelException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.handler.timeout.TimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

/** Describes why no answer came, in a sentence that names the endpoint. */
final class ConnectionErrors {

    private ConnectionErrors() {}

    /** The failure as a {@link TokenException}. The cause is kept only where its message is known to quote nothing. */
    static TokenException translate(Throwable failure, String origin) {
        Throwable cause = Exceptions.unwrap(failure);
        if (cause instanceof TokenException known) {
            return known;
        }
        if (cause instanceof StaleConnectionHandler.NotHttp) {
            return new Malformed("the answer of " + origin + " is not HTTP", ErrorResponse.NONE);
        }
        return new Unreachable(reason(cause, origin), ErrorResponse.NONE, quotesNothing(cause) ? cause : null);
    }

    private static String reason(Throwable cause, String origin) {
        if (cause instanceof UnknownHostException) {
            return "the host of " + origin + " cannot be resolved";
        }
        if (cause instanceof ProxyConnectException) {
            return "the proxy gives no connection to " + origin;
        }
        if (cause instanceof ConnectTimeoutException) {
            return "connecting to " + origin + " took too long";
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
            return origin + " cannot be connected to";
        }
        @Nullable SSLException tls = find(cause, SSLException.class);
        if (tls != null) {
            return "no TLS with " + origin + ": " + tlsReason(tls);
        }
        return broken(cause, origin);
    }

    private static String tlsReason(SSLException tls) {
        if (tls instanceof NotSslRecordException) {
            return "the server does not speak it on this port";
        }
        if (tls instanceof SslHandshakeTimeoutException) {
            return "the handshake took too long";
        }
        if (find(tls, CertificateExpiredException.class) != null) {
            return "the server's certificate has expired";
        }
        if (find(tls, CertPathBuilderException.class) != null) {
            return "the server's certificate is not trusted";
        }
        if (find(tls, CertificateException.class) != null) {
            return "the server's certificate is not valid for this host";
        }
        return "the handshake failed";
    }

    private static String broken(Throwable cause, String origin) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof PrematureChannelClosureException || message.contains("DURING response")) {
            return origin + " closed the connection before its answer was complete";
        }
        if (cause instanceof PrematureCloseException || cause instanceof AbortedException) {
            return origin + " closed the connection before it answered";
        }
        if (cause instanceof TimeoutException) {
            return origin + " did not answer in time";
        }
        if (cause instanceof IOException) {
            return message.contains("reset")
                    ? origin + " reset the connection"
                    : "the connection to " + origin + " broke";
        }
        return "the request to " + origin + " failed unexpectedly: "
                + cause.getClass().getName() + where(cause);
    }

    /** Failures of the network say what happened to it; any other exception may quote what it was given. */
    private static boolean quotesNothing(Throwable cause) {
        return find(cause, NotSslRecordException.class) == null
                && (cause instanceof IOException
                        || cause instanceof ChannelException
                        || cause instanceof AbortedException
                        || find(cause, SSLException.class) != null);
    }

    private static String where(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
