package dev.reactivetoken.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import java.util.function.Function;
import java.util.function.IntConsumer;
import reactor.core.publisher.Flux;
import reactor.netty.NettyInbound;

/** The body of a message, to be written to another connection as fast as that one takes it. */
final class Bodies {

    private Bodies() {}

    /** The subscriber owns the buffers. */
    static Flux<ByteBuf> of(NettyInbound inbound, IntConsumer counter) {
        return inbound.receiveObject().map(counted(counter));
    }

    /** The inbound releases each buffer that it has handed out, so each is retained. */
    private static Function<Object, ByteBuf> counted(IntConsumer counter) {
        return part -> {
            ByteBuf bytes = part instanceof ByteBufHolder holder ? holder.content() : (ByteBuf) part;
            counter.accept(bytes.readableBytes());
            return bytes.retain();
        };
    }
}
