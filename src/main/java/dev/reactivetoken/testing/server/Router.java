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

/** Reads each request whole and passes it to the handler of its path. */
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
                        refusal ->
                                send(response.header(HttpHeaderNames.CONNECTION, "close"), refusal.response(), false));
    }

    private Mono<Void> serve(Request request, HttpServerResponse response) {
        return request.path().equals(tokenPath)
                ? token.serve(request, response)
                : send(response, respond(request), request.is("HEAD"));
    }

    private Response respond(Request request) {
        Handler handler = find(request.path());
        if (handler == null) {
            return Response.notFound();
        }
        try {
            return handler.handle(request);
        } catch (Refusal refusal) {
            return refusal.response();
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

    private static Mono<Void> send(HttpServerResponse out, Response response, boolean headOnly) {
        byte[] body = response.bytes();
        out.status(response.status());
        response.headers().forEach(out::header);
        out.header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return headOnly ? out.send() : out.sendByteArray(Mono.just(body)).then();
    }
}
