package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.PATIENCE;
import static dev.reactivetoken.proxy.Fixture.connect;
import static dev.reactivetoken.proxy.Fixture.readUntil;
import static dev.reactivetoken.proxy.Fixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.proxy.RandomBytes.Sum;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;

/** A hundred megabytes, and a receiver that does not read: what is buffered in between stays small. */
class ProxyStreamingTest {

    private static final RandomBytes LARGE = new RandomBytes(1, 100_000_000);

    /** Mostly buffers of the kernel: four sockets with up to several megabytes each. */
    private static final long IN_BETWEEN = 50_000_000;

    private static final long DIRECT_MEMORY = 64_000_000;

    private final Fixture fixture = new Fixture();
    private final AtomicLong sent = new AtomicLong();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static long directMemory() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    /** Until the sender stops. */
    private void untilStill() {
        AtomicLong last = new AtomicLong(-1);
        Flux.interval(Duration.ofMillis(200))
                .map(tick -> last.getAndSet(sent.get()) == sent.get() && sent.get() > 0)
                .buffer(5, 1)
                .takeUntil(still -> !still.contains(false))
                .blockLast(PATIENCE);
    }

    @Test
    void a_download_waits_for_a_client_that_does_not_read() throws Exception {
        URI upstream = fixture.upstream((request, response) ->
                response.send(LARGE.bytes().doOnNext(part -> sent.addAndGet(part.readableBytes()))));
        BearerProxy proxy = fixture.proxy(upstream);
        long before = directMemory();

        try (Socket socket = connect(proxy)) {
            write(socket, "GET / HTTP/1.0\r\n\r\n");
            InputStream in = socket.getInputStream();
            readUntil(in, "\r\n\r\n");
            untilStill();

            assertThat(sent.get()).isLessThan(IN_BETWEEN);
            assertThat(directMemory() - before).isLessThan(DIRECT_MEMORY);

            assertThat(read(in)).isEqualTo(LARGE.sum());
        }
    }

    private static Sum read(InputStream in) throws IOException {
        CRC32C crc = new CRC32C();
        long size = 0;
        byte[] part = new byte[65_536];
        for (int n = in.read(part); n >= 0; n = in.read(part)) {
            crc.update(part, 0, n);
            size += n;
        }
        return new Sum(size, crc.getValue());
    }

    @Test
    void an_upload_waits_for_an_upstream_that_does_not_read() throws Exception {
        Sinks.Empty<Void> go = Sinks.empty();
        URI upstream = fixture.upstream((request, response) -> response.sendString(go.asMono()
                .then(Mono.defer(() -> RandomBytes.sum(request.receive()).map(Sum::toString)))));
        BearerProxy proxy = fixture.proxy(upstream);
        long before = directMemory();
        Mono<String> answer = HttpClient.newConnection()
                .post()
                .uri(Fixture.uri(proxy, "/"))
                .send(LARGE.bytes().doOnNext(part -> sent.addAndGet(part.readableBytes())))
                .responseContent()
                .aggregate()
                .asString()
                .cache();
        answer.subscribe();
        untilStill();

        assertThat(sent.get()).isLessThan(IN_BETWEEN);
        assertThat(directMemory() - before).isLessThan(DIRECT_MEMORY);

        go.tryEmitEmpty();
        assertThat(answer.block(PATIENCE)).isEqualTo(LARGE.sum().toString());
    }

    @Test
    void a_tunnel_waits_as_well() throws Exception {
        URI upstream = fixture.upstream((request, response) -> response.sendWebsocket(
                (in, out) -> out.send(LARGE.bytes().doOnNext(part -> sent.addAndGet(part.readableBytes())))));
        BearerProxy proxy = fixture.proxy(upstream);

        try (Socket socket = connect(proxy)) {
            write(
                    socket,
                    "GET / HTTP/1.1\r\nHost: p\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            InputStream in = socket.getInputStream();
            assertThat(readUntil(in, "\r\n\r\n")).startsWith("HTTP/1.1 101");
            untilStill();

            assertThat(sent.get()).isLessThan(IN_BETWEEN);

            assertThat(read(in).size()).isGreaterThan(LARGE.size());
        }
        assertThat(fixture.idle(proxy)).isTrue();
    }
}
