package dev.reactivetoken.spring;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ResolvableType;
import org.springframework.core.codec.NettyByteBufEncoder;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.EncoderHttpMessageWriter;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.codec.multipart.PartEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import reactor.core.Fuseable.ScalarCallable;
import reactor.core.publisher.Mono;

/**
 * Whether the body that was written can be written again. A {@link BodyInserter} does not tell what it inserts, so the
 * writer that it chooses is asked.
 */
final class WrittenBody {

    private volatile boolean repeatable; // false also for a body that no writer writes

    boolean isRepeatable() {
        return repeatable;
    }

    <M extends ReactiveHttpOutputMessage> BodyInserter<?, M> track(BodyInserter<?, ? super M> body) {
        return (message, context) -> body.insert(message, new BodyInserter.Context() {
            @Override
            public List<HttpMessageWriter<?>> messageWriters() {
                return track(context.messageWriters());
            }

            @Override
            public Optional<ServerHttpRequest> serverRequest() {
                return context.serverRequest();
            }

            @Override
            public Map<String, Object> hints() {
                return context.hints();
            }
        });
    }

    List<HttpMessageWriter<?>> track(List<HttpMessageWriter<?>> writers) {
        return new AbstractList<>() {
            @Override
            public HttpMessageWriter<?> get(int index) {
                return new TrackingWriter<>(writers.get(index));
            }

            @Override
            public int size() {
                return writers.size();
            }
        };
    }

    private final class TrackingWriter<T> implements HttpMessageWriter<T> {

        private final HttpMessageWriter<T> writer;

        TrackingWriter(HttpMessageWriter<T> writer) {
            this.writer = writer;
        }

        @Override
        public List<MediaType> getWritableMediaTypes() {
            return writer.getWritableMediaTypes();
        }

        @Override
        public List<MediaType> getWritableMediaTypes(ResolvableType elementType) {
            return writer.getWritableMediaTypes(elementType);
        }

        @Override
        public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
            return writer.canWrite(elementType, mediaType);
        }

        @Override
        public Mono<Void> write(
                Publisher<? extends T> body,
                ResolvableType elementType,
                @Nullable MediaType mediaType,
                ReactiveHttpOutputMessage message,
                Map<String, Object> hints) {
            repeatable = body instanceof ScalarCallable<?> held && !isUsedUp(held) && !releases(writer);
            return writer.write(body, elementType, mediaType, message, hints);
        }
    }

    /** Whether it writes Netty's buffers, which are released when they are written. */
    private static boolean releases(HttpMessageWriter<?> writer) {
        return writer instanceof EncoderHttpMessageWriter<?> encoding
                && encoding.getEncoder() instanceof NettyByteBufEncoder;
    }

    /** Whether writing the value may consume it. */
    private static boolean isUsedUp(ScalarCallable<?> held) {
        try {
            Object value = held.call();
            return value instanceof DataBuffer
                    || value instanceof AutoCloseable // streams and readers
                    || value instanceof Iterator
                    || value instanceof Part
                    || value instanceof PartEvent
                    || (value instanceof Resource resource && resource.isOpen())
                    || (value instanceof MultiValueMap<?, ?> form && !isPlain(form));
        } catch (Exception failed) { // a Mono.error: nothing was written
            return true;
        }
    }

    /** Whether it is a form of texts; anything else makes it a multipart body, whose parts may be streams. */
    private static boolean isPlain(MultiValueMap<?, ?> form) {
        return form.values().stream().flatMap(List::stream).allMatch(each -> each == null || each instanceof String);
    }
}
