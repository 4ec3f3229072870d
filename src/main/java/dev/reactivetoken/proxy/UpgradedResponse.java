package dev.reactivetoken.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** The upstream's 101, as for WebSocket (RFC 6455): from here on bytes pass both ways. */
record UpgradedResponse(HttpClientResponse response, Connection connection, Downstream client, Tunnel fromUpstream)
        implements UpstreamResponse {

    /** To be called when the 101 has come, on the event loop of the upstream's connection. */
    static UpgradedResponse of(HttpClientResponse response, Connection connection, Downstream client) {
        Tunnel fromUpstream = new Tunnel(client.meters()::bytesSent);
        connection.markPersistent(false); // not to be pooled again
        fromUpstream.takeOver(connection.channel());
        return new UpgradedResponse(response, connection, client, fromUpstream);
    }

    @Override
    public int status() {
        return HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }

    @Override
    public HttpHeaders headers() {
        return response.responseHeaders();
    }

    /** Never completes: the end of the client's connection cancels it. */
    @Override
    public Mono<Void> relay() {
        return Mono.<Void>never()
                .doOnSubscribe(subscribed -> client.response()
                        .status(status())
                        .withConnection(own -> own.channel().eventLoop().execute(() -> open(own.channel()))))
                .doFinally(end -> connection.dispose());
    }

    /** On the client's event loop: the head is written before any byte of the upstream. */
    private void open(Channel own) {
        Tunnel fromClient = new Tunnel(client.meters()::bytesReceived);
        fromClient.takeOver(own);
        var unused = own.writeAndFlush(head(own));
        Channel upstream = connection.channel();
        fromClient.connect(own, upstream);
        upstream.eventLoop().execute(() -> fromUpstream.connect(upstream, own));
    }

    private ByteBuf head(Channel own) {
        String upgrade = headers().get(HttpHeaderNames.UPGRADE);
        HttpHeaders kept = headers().copy();
        HopByHop.remove(kept);
        kept.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        if (upgrade != null) {
            kept.set(HttpHeaderNames.UPGRADE, upgrade);
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n");
        for (Map.Entry<String, String> each : kept) {
            head.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
        }
        return ByteBufUtil.encodeString(
                own.alloc(), java.nio.CharBuffer.wrap(head.append("\r\n")), StandardCharsets.ISO_8859_1);
    }

    @Override
    public Mono<Void> discard() {
        return Mono.fromRunnable(connection::dispose);
    }
}
