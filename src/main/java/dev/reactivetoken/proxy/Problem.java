package dev.reactivetoken.proxy;

import dev.reactivetoken.endpoint.JsonWriter;
import dev.reactivetoken.token.TokenException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A response of the proxy itself, as a problem document (RFC 9457), so that a client can tell it from the upstream's.
 *
 * @param retryAfter seconds, or 0 for no such header
 */
record Problem(int status, String title, String detail, long retryAfter) {

    static final Problem AUTHORIZATION = new Problem(
            400,
            "Authorization not expected",
            "the proxy sets Authorization itself: send none, or have the proxy replace it");
    static final Problem TARGET =
            new Problem(400, "Request target not understood", "only a path, or a URL with one, can be forwarded");
    static final Problem CONNECT =
            new Problem(501, "Method not implemented", "this is no forward proxy: CONNECT is not for it");
    static final Problem LOOP =
            new Problem(508, "Loop detected", "the request came back to the proxy that had forwarded it");
    static final Problem CROSS_SITE = new Problem(
            403, "Not for web pages", "a web page of another site asked; the proxy serves programs on this machine");
    static final Problem OTHER_HOST =
            new Problem(421, "Misdirected request", "the proxy is known by no such name: use localhost or its address");
    private static final Problem TIMEOUT =
            new Problem(504, "Upstream timeout", "the upstream did not answer within the time set for it");

    Problem(int status, String title, String detail) {
        this(status, title, detail, 0);
    }

    /** Why a request has no response of the upstream. An exception's message is left out: it may name addresses. */
    static Problem of(Throwable failure) {
        if (failure instanceof TokenException unavailable) {
            return new Problem(503, "No access token", unavailable.getMessage(), unavailable.retryAfterSeconds());
        }
        if (failure instanceof ReadTimeoutException
                || failure instanceof ConnectTimeoutException
                || failure instanceof TimeoutException) {
            return TIMEOUT;
        }
        return new Problem(
                502,
                "Upstream unreachable",
                "the upstream gave no answer: " + failure.getClass().getSimpleName());
    }

    Mono<Void> send(HttpServerRequest request, HttpServerResponse response) {
        response.status(status);
        if (retryAfter > 0) {
            response.header(HttpHeaderNames.RETRY_AFTER, Long.toString(retryAfter));
        }
        return OwnEndpoints.send(request, response, "application/problem+json", json());
    }

    private String json() {
        return JsonWriter.object(problem -> problem.member("type", "about:blank")
                        .member("title", title)
                        .member("status", status)
                        .member("detail", detail))
                + '\n';
    }
}
