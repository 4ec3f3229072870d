package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.PATIENCE;
import static dev.reactivetoken.proxy.Fixture.TOKEN;
import static dev.reactivetoken.proxy.Fixture.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

class ProxyWebSocketTest {

    private static final String UPGRADE = "GET /socket HTTP/1.1\r\nHost: p\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private final Fixture fixture = new Fixture();
    private final BlockingQueue<String> upstreamHeard = new LinkedBlockingQueue<>();
    private final Listener listener = new Listener();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** Records what the JDK's client receives. */
    private static final class Listener implements WebSocket.Listener {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong " + message.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            heard.add("closed " + status + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("broken");
        }

        String next() throws InterruptedException {
            return heard.poll(30, TimeUnit.SECONDS);
        }
    }

    private URI echoing() {
        return fixture.upstream((request, response) -> {
            upstreamHeard.add(request.uri() + " " + request.requestHeaders().get("Authorization"));
            return response.sendWebsocket(
                    this::echo,
                    WebsocketServerSpec.builder()
                            .protocols("second")
                            .maxFramePayloadLength(1_000_000)
                            .build());
        });
    }

    private Mono<Void> echo(WebsocketInbound in, WebsocketOutbound out) {
        in.receiveCloseStatus()
                .subscribe(status -> upstreamHeard.add("closed " + status.code() + " " + status.reasonText()));
        return in.aggregateFrames(1_000_000)
                .receive()
                .asString()
                .concatMap(text -> out.sendString(Mono.just("echo " + text))
                        .then(text.equals("bye") ? out.sendClose(4001, "you said bye") : Mono.empty())
                        .then())
                .then();
    }

    private WebSocket connect(BearerProxy proxy) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("first", "second")
                .connectTimeout(PATIENCE)
                .buildAsync(URI.create("ws://127.0.0.1:" + proxy.port() + "/socket?a=b"), listener)
                .join();
    }

    @Test
    void frames_pass_both_ways_under_the_token() throws Exception {
        WebSocket socket = connect(fixture.proxy(echoing()));

        socket.sendText("hello", true).join();
        socket.sendPing(ByteBuffer.allocate(3)).join();
        String large = "x".repeat(300_000);
        socket.sendText(large, false).join();
        socket.sendText("end", true).join();

        assertThat(upstreamHeard.poll(30, TimeUnit.SECONDS)).isEqualTo("/socket?a=b " + TOKEN);
        assertThat(socket.getSubprotocol()).isEqualTo("second");
        assertThat(listener.next()).isEqualTo("echo hello");
        assertThat(listener.next()).isEqualTo("pong 3");
        assertThat(listener.next()).isEqualTo("echo " + large + "end");
        socket.abort();
    }

    @Test
    void each_side_hears_how_the_other_one_ended() throws Exception {
        BearerProxy proxy = fixture.proxy(echoing());
        WebSocket first = connect(proxy);
        upstreamHeard.poll(30, TimeUnit.SECONDS);

        first.sendText("bye", true).join();
        assertThat(listener.next()).isEqualTo("echo bye");
        assertThat(listener.next()).isEqualTo("closed 4001 you said bye");

        WebSocket second = connect(proxy);
        upstreamHeard.clear();
        second.sendText("hello", true).join();
        assertThat(listener.next()).isEqualTo("echo hello");
        second.sendClose(4002, "enough").join();
        assertThat(upstreamHeard.poll(30, TimeUnit.SECONDS)).isEqualTo("closed 4002 enough");
        assertThat(fixture.idle(proxy)).isTrue();
    }

    @Test
    void an_upstream_that_breaks_off_breaks_off_at_the_client() throws Exception {
        URI upstream = fixture.upstream((request, response) -> response.sendWebsocket((in, out) -> {
            in.withConnection(connection -> connection.channel().eventLoop().execute(connection.channel()::close));
            return Mono.never();
        }));
        connect(fixture.proxy(upstream));

        assertThat(listener.next()).isIn("broken", "closed 1006 ");
    }

    @Test
    void a_client_that_breaks_off_breaks_off_at_the_upstream() throws Exception {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        URI upstream = fixture.upstream((request, response) -> response.sendWebsocket((in, out) -> {
            in.withConnection(connection -> connection.onDispose(() -> ended.add("ended")));
            return in.receive().then();
        }));
        BearerProxy proxy = fixture.proxy(upstream);

        connect(proxy).abort();

        assertThat(ended.poll(30, TimeUnit.SECONDS)).isEqualTo("ended");
        assertThat(fixture.idle(proxy)).isTrue();
    }

    @Test
    void a_rejected_token_is_replaced_before_the_client_hears_of_it() throws Exception {
        AtomicInteger tokenRequests = new AtomicInteger();
        try (ReactiveTokenSource tokens = ReactiveTokenSource.builder()
                .name("sockets")
                .endpoint(request -> Mono.fromSupplier(() -> TokenResponse.of(
                        AccessToken.bearer("t" + tokenRequests.incrementAndGet(), Duration.ofHours(1)))))
                .authentication(ClientAuthentication.none("id"))
                .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
                .build()) {
            URI upstream = fixture.upstream((request, response) ->
                    "Bearer t1".equals(request.requestHeaders().get("Authorization"))
                            ? response.status(401).sendString(Flux.just("no"))
                            : response.sendWebsocket((in, out) ->
                                    out.sendString(Mono.just("welcome")).then(Mono.never())));

            WebSocket socket = connect(fixture.proxy(upstream, tokens, UnaryOperator.identity()));

            assertThat(listener.next()).isEqualTo("welcome");
            assertThat(tokenRequests).hasValue(2);
            socket.abort();
        }
    }

    @Test
    void a_refusal_to_upgrade_is_handed_on() throws Exception {
        URI upstream = fixture.upstream(
                (request, response) -> response.status(403).header("X-Why", "1").sendString(Mono.just("no")));
        BearerProxy proxy = fixture.proxy(upstream);

        assertThat(raw(proxy, UPGRADE.replace("Connection: Upgrade", "Connection: Upgrade, close")))
                .startsWith("HTTP/1.1 403")
                .contains("X-Why: 1")
                .endsWith("\r\n\r\nno");
        assertThatThrownBy(() -> connect(proxy)).isInstanceOf(CompletionException.class);
    }
}
