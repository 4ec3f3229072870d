package dev.reactivetoken.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import java.util.zip.CRC32C;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Any number of bytes from a seed, and their checksum. */
record RandomBytes(int seed, long size) {

    private static final int PART = 16_384;
    private static final byte[] SOURCE = new byte[1 << 20];

    static {
        new Random(42).nextBytes(SOURCE);
    }

    /** The checksum of what was read, to compare with the expected one. */
    record Sum(long size, long crc) {

        @Override
        public String toString() {
            return size + ":" + crc;
        }
    }

    /** In parts that are not copied. */
    Flux<ByteBuf> bytes() {
        int parts = (int) ((size + PART - 1) / PART);
        return Flux.range(0, parts).map(i -> Unpooled.wrappedBuffer(SOURCE, offset(i), length(i)));
    }

    Sum sum() {
        CRC32C crc = new CRC32C();
        for (int i = 0; (long) i * PART < size; i++) {
            crc.update(SOURCE, offset(i), length(i));
        }
        return new Sum(size, crc.getValue());
    }

    /** Of the bytes that come, which are not kept. */
    static Mono<Sum> sum(Flux<ByteBuf> bytes) {
        return Mono.defer(() -> {
            CRC32C crc = new CRC32C();
            return bytes.reduce(0L, (size, part) -> {
                        int length = part.readableBytes();
                        crc.update(part.nioBuffer());
                        return size + length;
                    })
                    .map(size -> new Sum(size, crc.getValue()));
        });
    }

    private int offset(int part) {
        return Math.floorMod(seed * 7_919 + part * 104_729, SOURCE.length - PART);
    }

    private int length(int part) {
        return (int) Math.min(PART, size - (long) part * PART);
    }
}
