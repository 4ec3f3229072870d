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

/** An upstream that agreed to speak something else, as WebSocket (RFC 6455): from here on bytes pass both ways. */
record UpgradedResponse(HttpClientResponse response, Connection connection, Downstream client, Tunnel fromUpstream)
        implements UpstreamResponse {

    /** To be called as soon as the upstream's 101 is here, on its event loop. */
    static UpgradedResponse of(HttpClientResponse response, Connection connection, Downstream client) {
        Tunnel fromUpstream = new Tunnel(client.meters()::downloaded);
        connection.markPersistent(false); // nobody may get it out of the pool
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

    /** On the client's event loop: the head goes out before anything that the upstream says. */
    private void open(Channel own) {
        Tunnel fromClient = new Tunnel(client.meters()::uploaded);
        fromClient.takeOver(own);
        var unused = own.writeAndFlush(head(own));
        Channel upstream = connection.channel();
        fromClient.join(own, upstream);
        upstream.eventLoop().execute(() -> fromUpstream.join(upstream, own));
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
