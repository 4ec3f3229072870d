package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.PATIENCE;
import static dev.reactivetoken.proxy.Fixture.TOKEN;
import static dev.reactivetoken.proxy.Fixture.uri;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.PrivateKey;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

class ProxyHttp2Test {

    private static final X509Bundle CERTIFICATE = certificate();
    private static final int MORE_THAN_NETTYS_LIMIT = 250;

    private final Fixture fixture = new Fixture();
    private final ConnectionProvider oneConnection = ConnectionProvider.builder("http2")
            .maxConnections(1)
            .pendingAcquireMaxCount(-1)
            .build();
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        fixture.close();
        oneConnection.disposeLater().block(PATIENCE);
    }

    private static X509Bundle certificate() {
        try {
            return new CertificateBuilder()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpServer echo(HttpServer server) {
        return server.handle((request, response) -> {
            seen.add(request.protocol() + " " + request.requestHeaders().get("Authorization"));
            return response.trailerHeaders(trailers -> trailers.set("x-sum", "7"))
                    .header("Trailer", "x-sum")
                    .send(request.receive().retain());
        });
    }

    private BearerProxy toTls(HttpProtocol... protocols) {
        return toTls(this::echo, protocols);
    }

    private BearerProxy toTls(UnaryOperator<HttpServer> handling, HttpProtocol... protocols) {
        PrivateKey key = CERTIFICATE.getKeyPair().getPrivate();
        boolean http2 = List.of(protocols).contains(HttpProtocol.H2);
        URI upstream = fixture.upstream(server -> handling.apply(server.host("localhost")
                .protocol(protocols)
                .secure(spec -> spec.sslContext(
                        http2
                                ? Http2SslContextSpec.forServer(key, CERTIFICATE.getCertificate())
                                : Http11SslContextSpec.forServer(key, CERTIFICATE.getCertificate())))));
        return fixture.proxy(
                URI.create("https://localhost:" + upstream.getPort()),
                options -> options.httpClient(client ->
                        client.secure(spec -> spec.sslContext(Http2SslContextSpec.forClient()
                                .configure(ssl -> ssl.trustManager(CERTIFICATE.getCertificate()))))));
    }

    @Test
    void clients_speak_http2_by_prior_knowledge() {
        BearerProxy proxy = fixture.proxy(fixture.upstream(this::echo));
        HttpClient client = HttpClient.newConnection().protocol(HttpProtocol.H2C);

        String answer = client.post()
                .uri(uri(proxy, "/a?b"))
                .send(ByteBufFlux.fromString(Flux.just("hel", "lo")))
                .responseSingle((response, body) -> body.asString()
                        .zipWith(
                                response.trailerHeaders(),
                                (text, trailers) -> response.version() + " "
                                        + response.status().code() + " " + text + " " + trailers.get("x-sum")))
                .block(PATIENCE);

        assertThat(answer).isEqualTo("HTTP/2.0 200 hello 7");
        assertThat(seen).containsExactly("HTTP/1.1 " + TOKEN);
    }

    @Test
    void the_client_of_the_jdk_upgrades_to_http2_and_uploads() throws Exception {
        BearerProxy proxy = fixture.proxy(fixture.upstream(this::echo));
        java.net.http.HttpClient client = java.net.http.HttpClient.newHttpClient();
        byte[] large = new byte[5_000_000];

        // an upgrade with a body is declined; one without is not, and later bodies go over HTTP/2
        HttpResponse<byte[]> uploaded = client.send(
                HttpRequest.newBuilder(uri(proxy, "/"))
                        .POST(BodyPublishers.ofByteArray(large))
                        .build(),
                BodyHandlers.ofByteArray());
        HttpResponse<byte[]> upgraded =
                client.send(HttpRequest.newBuilder(uri(proxy, "/")).build(), BodyHandlers.ofByteArray());
        HttpResponse<byte[]> again = client.send(
                HttpRequest.newBuilder(uri(proxy, "/"))
                        .POST(BodyPublishers.ofByteArray(large))
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(uploaded.body()).hasSameSizeAs(large);
        assertThat(upgraded.statusCode()).isEqualTo(200);
        assertThat(upgraded.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        assertThat(again.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
        assertThat(again.body()).hasSameSizeAs(large);
    }

    @Test
    void an_upstream_behind_tls_is_spoken_to_in_http2_if_it_can() {
        assertThat(post(toTls(HttpProtocol.H2, HttpProtocol.HTTP11), "hello")).isEqualTo("hello");
        assertThat(seen).containsExactly("HTTP/2.0 " + TOKEN);
    }

    @Test
    void and_else_in_http1() {
        assertThat(post(toTls(HttpProtocol.HTTP11), "hello")).isEqualTo("hello");
        assertThat(seen).containsExactly("HTTP/1.1 " + TOKEN);
    }

    @Test
    void an_untrusted_certificate_is_refused() throws Exception {
        BearerProxy trusting = toTls(HttpProtocol.H2, HttpProtocol.HTTP11);
        URI upstream = URI.create("https://localhost:" + fixture.lastUpstreamPort());

        BearerProxy proxy = fixture.proxy(upstream);

        assertThat(trusting).isNotNull();
        assertThat(Fixture.raw(proxy, "GET / HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 502");
        assertThat(seen).isEmpty();
    }

    private static String post(BearerProxy proxy, String body) {
        return HttpClient.newConnection()
                .post()
                .uri(uri(proxy, "/"))
                .send(ByteBufFlux.fromString(Flux.just(body)))
                .responseContent()
                .aggregate()
                .asString()
                .block(PATIENCE);
    }

    @Test
    void a_reader_that_does_not_read_holds_up_no_other_stream_of_the_connection_to_the_upstream() throws Exception {
        byte[] part = new byte[16_384];
        BearerProxy proxy = toTls(
                server -> server.handle((request, response) -> request.uri().equals("/endless")
                        ? response.sendByteArray(Flux.generate(sink -> sink.next(part)))
                        : response.sendString(Mono.just("hello"))),
                HttpProtocol.H2);
        HttpClient client = HttpClient.newConnection();
        CountDownLatch begun = new CountDownLatch(5);
        List<BaseSubscriber<ByteBuf>> stuck =
                Stream.generate(() -> stuck(begun)).limit(5).toList();

        stuck.forEach(reader ->
                client.get().uri(uri(proxy, "/endless")).responseContent().subscribe(reader));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(client.get()
                            .uri(uri(proxy, "/"))
                            .responseContent()
                            .aggregate()
                            .asString()
                            .block(PATIENCE))
                    .isEqualTo("hello");
        }

        stuck.forEach(BaseSubscriber::dispose);
    }

    @Test
    void requests_that_are_given_up_or_broken_off_cost_the_connection_no_other_one() {
        Sinks.One<String> last = Sinks.one();
        BearerProxy proxy = fixture.proxy(fixture.upstream((request, response) -> switch (request.uri()) {
            case "/long" -> response.sendString(last.asMono());
            case "/endless" -> response.send(begun(Mono.never()), part -> true);
            default -> response.send(begun(Mono.empty()), part -> true).then(Fixture.breakOff(response));
        }));
        HttpClient client = HttpClient.create(oneConnection).protocol(HttpProtocol.H2C);
        Mono<String> other = client.get()
                .uri(uri(proxy, "/long"))
                .responseContent()
                .aggregate()
                .asString()
                .cache();
        other.subscribe();

        for (int i = 0; i < MORE_THAN_NETTYS_LIMIT; i++) {
            client.get()
                    .uri(uri(proxy, "/endless"))
                    .responseContent()
                    .next()
                    .then()
                    .block(PATIENCE);
            client.get()
                    .uri(uri(proxy, "/broken"))
                    .responseContent()
                    .then()
                    .onErrorComplete()
                    .block(PATIENCE);
        }
        last.tryEmitValue("whole");

        assertThat(other.block(PATIENCE)).isEqualTo("whole");
    }

    private static Flux<ByteBuf> begun(Mono<ByteBuf> rest) {
        return Flux.concat(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(new byte[1])), rest);
    }

    /** Reads one part of the body and then no more. */
    private static BaseSubscriber<ByteBuf> stuck(CountDownLatch begun) {
        return new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(ByteBuf bytes) {
                begun.countDown();
            }
        };
    }
}
