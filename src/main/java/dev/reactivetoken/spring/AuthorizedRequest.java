package dev.reactivetoken.spring;

import dev.reactivetoken.bearer.Authorization;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import reactor.core.publisher.Mono;

/** Another request with its authorization, without the copy of everything that {@link ClientRequest#from} makes. */
final class AuthorizedRequest implements ClientRequest {

    private final ClientRequest request;
    private final Authorization authorization;
    private final @Nullable WrittenBody written;

    AuthorizedRequest(ClientRequest request, Authorization authorization, @Nullable WrittenBody written) {
        this.request = request;
        this.authorization = authorization;
        this.written = written;
    }

    @Override
    public HttpMethod method() {
        return request.method();
    }

    @Override
    public URI url() {
        return request.url();
    }

    /** A copy at each call: only filters behind this one ask, and most requests meet none. */
    @Override
    public HttpHeaders headers() {
        HttpHeaders all = new HttpHeaders();
        all.addAll(request.headers());
        authorization.writeTo(all::set);
        return HttpHeaders.readOnlyHttpHeaders(all);
    }

    @Override
    public MultiValueMap<String, String> cookies() {
        return request.cookies();
    }

    @Override
    public BodyInserter<?, ? super ClientHttpRequest> body() {
        return written == null ? request.body() : written.track(request.body());
    }

    @Override
    public Map<String, Object> attributes() {
        return request.attributes();
    }

    @Override
    public @Nullable Consumer<ClientHttpRequest> httpRequest() {
        return request.httpRequest();
    }

    @Override
    public String logPrefix() {
        return request.logPrefix();
    }

    @Override
    public Mono<Void> writeTo(ClientHttpRequest message, ExchangeStrategies strategies) {
        authorization.writeTo(message.getHeaders()::set); // the headers of the request do not replace them
        return request.writeTo(message, written == null ? strategies : tracking(strategies, written));
    }

    private static ExchangeStrategies tracking(ExchangeStrategies strategies, WrittenBody written) {
        return new ExchangeStrategies() {
            @Override
            public List<HttpMessageReader<?>> messageReaders() {
                return strategies.messageReaders();
            }

            @Override
            public List<HttpMessageWriter<?>> messageWriters() {
                return written.track(strategies.messageWriters());
            }
        };
    }
}
