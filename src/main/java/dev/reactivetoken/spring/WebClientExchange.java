package dev.reactivetoken.spring;

import dev.reactivetoken.bearer.Authorization;
import dev.reactivetoken.bearer.BearerExchange;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;

/** A request of a {@code WebClient}. */
final class WebClientExchange implements BearerExchange<ClientResponse> {

    private final ClientRequest request;
    private final ExchangeFunction next;
    private final @Nullable WrittenBody body; // null for a request without a body

    WebClientExchange(ClientRequest request, ExchangeFunction next) {
        this.request = request;
        this.next = next;
        this.body = request.body() == BodyInserters.empty() ? null : new WrittenBody();
    }

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public URI target() {
        return request.url();
    }

    @Override
    public boolean isAuthorized() {
        return request.headers().containsHeader(HttpHeaders.AUTHORIZATION);
    }

    @Override
    public Mono<ClientResponse> send(@Nullable Authorization authorization) {
        return next.exchange(authorization == null ? request : new AuthorizedRequest(request, authorization, body));
    }

    @Override
    public boolean isRepeatable() {
        return body == null || body.isRepeatable();
    }

    @Override
    public int status(ClientResponse response) {
        return response.statusCode().value();
    }

    @Override
    public List<String> challenges(ClientResponse response) {
        return response.headers().header(HttpHeaders.WWW_AUTHENTICATE);
    }

    @Override
    public Mono<Void> discard(ClientResponse response) {
        return response.releaseBody();
    }
}
