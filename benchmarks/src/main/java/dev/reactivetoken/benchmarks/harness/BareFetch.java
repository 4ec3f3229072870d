package dev.reactivetoken.benchmarks.harness;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** A POST by Reactor Netty and the answer read by Jackson: the floor of the question {@code fetch}. */
public final class BareFetch {

    /** Many connections and an unbounded queue for them, so that no client fails for want of one. */
    public static final ConnectionProvider POOL = ConnectionProvider.builder("benchmarks")
            .maxConnections(500)
            .pendingAcquireMaxCount(-1)
            .build();

    /**
     * Closes all connections to there. Which event loops the next ones are assigned to is random, and must not favour
     * one subject for the whole of a run.
     */
    public static void closeConnections(URI uri) {
        POOL.disposeWhen(InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()));
        POOL.disposeWhen(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    private static final byte[] FORM = "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final ObjectReader READER = MAPPER.readerFor(Answer.class);

    /** @param age of the token, to be compared with its life */
    public record Granted(String token, long since, Instant expires, Duration life) {

        public boolean isOver() {
            return System.nanoTime() - since >= life.toNanos();
        }
    }

    record Answer(
            @JsonProperty("access_token") String token,
            @JsonProperty("token_type") String type,
            @JsonProperty("expires_in") long expiresIn) {}

    private final Mono<Granted> token;

    BareFetch(URI uri, Duration life) {
        String basic = Base64.getEncoder().encodeToString("client:secret".getBytes(StandardCharsets.US_ASCII));
        token = HttpClient.create(POOL)
                .headers(headers -> headers.set(HttpHeaderNames.AUTHORIZATION, "Basic " + basic)
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON)
                        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED)
                        .set(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(FORM.length)))
                .post()
                .uri(uri)
                .send((request, outbound) -> outbound.sendObject(Unpooled.wrappedBuffer(FORM)))
                .responseSingle((response, body) -> response.status().code() == 200
                        ? body.asByteArray().map(BareFetch::read)
                        : Mono.error(new IllegalStateException("status " + response.status())));
    }

    Mono<Granted> token() {
        return token;
    }

    private static Granted read(byte[] json) {
        Answer answer = READER.readValue(json);
        Duration life = Duration.ofSeconds(answer.expiresIn());
        return new Granted(answer.token(), System.nanoTime(), Instant.now().plus(life), life);
    }
}
