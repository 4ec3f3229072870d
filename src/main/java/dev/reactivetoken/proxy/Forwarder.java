package dev.reactivetoken.proxy;

import dev.reactivetoken.bearer.BearerCall;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Handles each request: responds to it, refuses it, or forwards it with a token. */
final class Forwarder implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {

    private static final int UPGRADED = 101;

    private final BearerCall call;
    private final Upstream upstream;
    private final ClientAuthorization clientAuthorization;
    private final CrossSiteGuard crossSiteGuard;
    private final OwnEndpoints ownEndpoints;
    private final ProxyMeters meters;
    private final InFlight inFlight;
    private final AsciiString via;

    Forwarder(
            BearerProxyBuilder options,
            Upstream upstream,
            OwnEndpoints ownEndpoints,
            InFlight inFlight,
            String pseudonym) {
        this.call = options.call.allow(List.of(upstream.origin()));
        this.upstream = upstream;
        this.clientAuthorization = options.clientAuthorization;
        this.crossSiteGuard = new CrossSiteGuard(!options.remoteClients);
        this.ownEndpoints = ownEndpoints;
        this.meters = options.meters;
        this.inFlight = inFlight;
        this.via = AsciiString.of("1.1 " + pseudonym);
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        Problem crossSite = crossSiteGuard.refusal(request.requestHeaders());
        if (crossSite != null) {
            return crossSite.send(request, response);
        }
        Mono<Void> own = ownEndpoints.respond(request, response);
        return own != null ? own : counted(response, () -> route(request, response));
    }

    private Mono<Void> counted(HttpServerResponse response, Supplier<Mono<Void>> work) {
        return Mono.defer(() -> {
                    inFlight.begin();
                    meters.requestBegan();
                    return work.get();
                })
                .doFinally(end -> {
                    int status = response.status().code();
                    meters.requestEnded(end == SignalType.ON_COMPLETE || status == UPGRADED ? status : 0);
                    inFlight.end();
                });
    }

    private Mono<Void> route(HttpServerRequest request, HttpServerResponse response) {
        response.withConnection(connection -> Http2Windows.widen(connection.channel()));
        String target = RequestTarget.of(request.uri());
        Problem refusal = refusal(request, target);
        if (refusal != null || target == null) {
            return (refusal == null ? Problem.TARGET : refusal).send(request, response);
        }
        Downstream client = new Downstream(request, response, inFlight::isDraining, meters);
        Exchange exchange = new Exchange(client, target, upstream, via);
        return call.exchange(exchange)
                .map(UpstreamResponse::relay) // never fails: a response has begun
                .onErrorResume(failure -> Mono.just(Problem.of(failure).send(request, response)))
                .flatMap(Function.identity());
    }

    private @Nullable Problem refusal(HttpServerRequest request, @Nullable String target) {
        HttpHeaders headers = request.requestHeaders();
        if (request.method().equals(HttpMethod.CONNECT)) {
            return Problem.CONNECT;
        }
        if (target == null) {
            return Problem.TARGET;
        }
        if (clientAuthorization == ClientAuthorization.REFUSE && headers.contains(HttpHeaderNames.AUTHORIZATION)) {
            return Problem.AUTHORIZATION;
        }
        return headers.contains(HttpHeaderNames.VIA) && headers.containsValue(HttpHeaderNames.VIA, via, true)
                ? Problem.LOOP
                : null;
    }
}
