package dev.reactivetoken.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;

/** A response of the upstream that has begun. Either relayed or discarded, once. */
interface UpstreamResponse {

    int status();

    HttpHeaders headers();

    /** Writes it to the client; completes when that is done, and never fails. */
    Mono<Void> relay();

    /** Ends the exchange with the upstream, of which the client has seen nothing. */
    Mono<Void> discard();
}
