package dev.reactivetoken.testing.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Reads each request whole and hands it to whoever serves its path. */
final class Router {

    private static final int LONGEST_BODY = 65_536;

    private final String tokenPath;
    private final TokenHandler token;
    private final Map<String, Handler> byPrefix;

    Router(String tokenPath, TokenHandler token, Map<String, Handler> byPrefix) {
        this.tokenPath = tokenPath;
        this.token = token;
        this.byPrefix = Map.copyOf(byPrefix);
    }

    Publisher<Void> route(HttpServerRequest request, HttpServerResponse response) {
        return body(request)
                .flatMap(body -> serve(
                        Request.of(request.method().name(), request.uri(), request.requestHeaders(), body), response))
                .onErrorResume(
                        Refusal.class,
                        refusal -> send(response.header(HttpHeaderNames.CONNECTION, "close"), refusal.answer(), false));
    }

    private Mono<Void> serve(Request request, HttpServerResponse response) {
        return request.path().equals(tokenPath)
                ? token.serve(request, response)
                : send(response, answer(request), request.is("HEAD"));
    }

    private Response answer(Request request) {
        Handler handler = find(request.path());
        if (handler == null) {
            return Response.notFound();
        }
        try {
            return handler.handle(request);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private @Nullable Handler find(String path) {
        for (Map.Entry<String, Handler> entry : byPrefix.entrySet()) {
            if (path.startsWith(entry.getKey())) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static Mono<String> body(HttpServerRequest request) {
        return request.receive()
                .asByteArray()
                .reduceWith(ByteArrayOutputStream::new, Router::append)
                .map(bytes -> bytes.toString(StandardCharsets.UTF_8));
    }

    private static ByteArrayOutputStream append(ByteArrayOutputStream whole, byte[] part) {
        if (whole.size() + part.length > LONGEST_BODY) {
            throw Refusal.of(413, "invalid_request", "the body is longer than " + LONGEST_BODY + " bytes");
        }
        whole.writeBytes(part);
        return whole;
    }

    private static Mono<Void> send(HttpServerResponse response, Response answer, boolean headOnly) {
        byte[] body = answer.bytes();
        response.status(answer.status());
        answer.headers().forEach(response::header);
        response.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return headOnly
                ? response.send()
                : response.sendByteArray(Mono.just(body)).then();
    }
}
