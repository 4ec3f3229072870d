package dev.reactivetoken.bearer;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A resource server on loopback that keeps the requests it gets and responds as a test says. */
public final class Resource implements AutoCloseable {

    /** A request. */
    public record Seen(String method, String path, @Nullable String authorization, String body) {}

    /** A response, with a body large enough that one left unread is noticed. */
    public record Answer(
            int status,
            @Nullable String challenge,
            @Nullable String location) {

        public static final Answer OK = new Answer(200, null, null);

        public static Answer unauthorized(@Nullable String challenge) {
            return new Answer(401, challenge, null);
        }
    }

    public static final String BODY = "0123456789".repeat(1000);

    private final Queue<Seen> requests = new ConcurrentLinkedQueue<>(); // the event loop must not block
    private final DisposableServer server;

    public Resource(Function<Seen, Answer> rule) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .handle((request, response) -> request.receive()
                        .aggregate()
                        .asString(StandardCharsets.UTF_8)
                        .defaultIfEmpty("")
                        .flatMap(body -> {
                            Seen one = new Seen(
                                    request.method().name(),
                                    request.uri(),
                                    request.requestHeaders().get("Authorization"),
                                    body);
                            requests.add(one);
                            Answer answer = rule.apply(one);
                            response.status(HttpResponseStatus.valueOf(answer.status()));
                            if (answer.challenge() != null) {
                                response.header("WWW-Authenticate", answer.challenge());
                            }
                            if (answer.location() != null) {
                                response.header("Location", answer.location());
                            }
                            return response.sendString(Mono.just(BODY)).then();
                        }))
                .bindNow(Duration.ofSeconds(10));
    }

    public String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    public URI uri(String path) {
        return URI.create(origin() + path);
    }

    public List<Seen> seen() {
        return List.copyOf(requests);
    }

    /** The Authorization headers in order of arrival; null for a request without one. */
    public List<@Nullable String> authorizations() {
        return requests.stream().map(Seen::authorization).toList();
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(10));
    }
}
