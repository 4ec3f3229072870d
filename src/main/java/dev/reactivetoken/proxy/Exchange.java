package dev.reactivetoken.proxy;

import dev.reactivetoken.bearer.Authorization;
import dev.reactivetoken.bearer.BearerExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

/** One request of a client, sent to the upstream once, or again after a failure or a rejection. */
final class Exchange implements BearerExchange<UpstreamResponse> {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Downstream client;
    private final String target;
    private final Upstream upstream;
    private final CharSequence via;
    private final boolean hasBody;

    Exchange(Downstream client, String target, Upstream upstream, CharSequence via) {
        this.client = client;
        this.target = target;
        this.upstream = upstream;
        this.via = via;
        this.hasBody = RequestHeaders.announceBody(client.request().requestHeaders());
    }

    @Override
    public String method() {
        return client.request().method().name();
    }

    @Override
    public URI target() {
        return upstream.origin();
    }

    /** Never: a client's own header was refused, or is replaced. */
    @Override
    public boolean isAuthorized() {
        return false;
    }

    @Override
    public Mono<UpstreamResponse> send(@Nullable Authorization authorization) {
        HttpHeaders received = client.request().requestHeaders();
        RequestHeaders headers = new RequestHeaders(client.request().method(), received, authorization, via);
        return Mono.defer(() -> {
            long began = System.nanoTime();
            Mono<UpstreamResponse> sent = upstream.send(client, target, headers, hasBody);
            return sent.onErrorResume(this::mayBeSentAgain, failure -> sent)
                    .doOnNext(response -> client.meters().upstreamResponded(System.nanoTime() - began));
        });
    }

    /**
     * An upstream may close an idle connection just as the next request goes over it. A request that was not sent yet,
     * or that is safe (RFC 9110 section 9.2.1), is then sent again.
     */
    private boolean mayBeSentAgain(Throwable failure) {
        boolean hungUp = failure instanceof PrematureCloseException || AbortedException.isConnectionReset(failure);
        boolean unsent = hungUp && failure instanceof AbortedException;
        boolean safe = SAFE.contains(client.request().method()) && !hasBody;
        return unsent || (hungUp && safe);
    }

    /** A body is streamed, not kept. */
    @Override
    public boolean isRepeatable() {
        return !hasBody;
    }

    @Override
    public int status(UpstreamResponse response) {
        return response.status();
    }

    @Override
    public List<String> challenges(UpstreamResponse response) {
        return response.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE);
    }

    @Override
    public Mono<Void> discard(UpstreamResponse response) {
        return response.discard();
    }
}
