package dev.reactivetoken.proxy;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.core.publisher.Mono;

/** What the upstream began to answer. Either relayed or discarded, once. */
interface UpstreamResponse {

    int status();

    HttpHeaders headers();

    /** Hands it to the client; completes when that is done, and never fails. */
    Mono<Void> relay();

    /** Ends the exchange with the upstream; nothing of it was seen by the client. */
    Mono<Void> discard();
}
