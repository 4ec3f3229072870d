package dev.reactivetoken.endpoint;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The body of an answer, copied out of its buffers and never larger than {@value #LIMIT} bytes. */
final class BoundedBody {

    static final int LIMIT = 64 * 1024;

    private static final int USUAL = 1024;

    private byte[] bytes;
    private int length;
    private boolean tooLarge;

    private BoundedBody(int expected) {
        bytes = new byte[expected];
    }

    /**
     * Reads the content to its end, or until it is certain to be too large. What is left then is not read, and the
     * connection is closed with it.
     *
     * @param contentLength what the header announced, negative when it did not
     */
    static Mono<BoundedBody> of(Flux<ByteBuf> content, long contentLength) {
        if (contentLength > LIMIT) {
            return Mono.just(tooLarge());
        }
        int expected = contentLength < 0 ? USUAL : (int) contentLength;
        return content.collect(() -> new BoundedBody(expected), BoundedBody::add)
                .onErrorResume(TooLarge.class, e -> Mono.just(tooLarge()));
    }

    /** The body as UTF-8, without a byte order mark; null when it was too large. */
    @Nullable
    String text() {
        if (tooLarge) {
            return null;
        }
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void add(ByteBuf part) {
        int more = part.readableBytes();
        if (more > LIMIT - length) {
            throw new TooLarge();
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(LIMIT, Math.max(2 * bytes.length, length + more)));
        }
        part.getBytes(part.readerIndex(), bytes, length, more);
        length += more;
    }

    private static BoundedBody tooLarge() {
        BoundedBody body = new BoundedBody(0);
        body.tooLarge = true;
        return body;
    }

    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super(null, null, false, false);
        }
    }
}
